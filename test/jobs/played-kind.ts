import { z } from 'zod';
import type { JobControl, JobEnd, JobKind, RunningJob } from '../../main/jobs/job-kind.ts';
import type { Job } from '../../preload/contract/jobs.ts';

/** One carrying out of a job, played by a test: it ends when the test says so, or when it is told to end. */
export class PlayedRun {
  readonly job: RunningJob;
  readonly #end = Promise.withResolvers<JobEnd>();
  #isDeaf = false;

  constructor(job: RunningJob) {
    this.job = job;
    job.signal.addEventListener('abort', () => {
      if (!this.#isDeaf) this.#end.reject(job.signal.reason);
    });
  }

  get ended(): Promise<JobEnd> {
    return this.#end.promise;
  }

  end(end: JobEnd): void {
    this.#end.resolve(end);
  }

  finish(result: unknown = null): void {
    this.end({ state: 'finished', result });
  }

  fail(error: unknown): void {
    this.#end.reject(error);
  }

  /** From now on it does not end by being told to. */
  deaf(): this {
    this.#isDeaf = true;
    return this;
  }

  /** Listens to what is asked of it and notes it. */
  listening(answer: (control: JobControl, run: PlayedRun) => void = () => undefined) {
    const controls: JobControl[] = [];
    this.job.onControl((control) => {
      controls.push(control);
      answer(control, this);
    });
    return { run: this, job: this.job, controls };
  }
}

export interface PlayedKind {
  readonly kind: JobKind;
  /** In the order of starting. */
  readonly runs: PlayedRun[];
  readonly changes: Job[];
  onChange: (job: Job) => void;
  /** Left out: jobs of this kind cannot be retried. */
  retry: JobKind['retry'];
}

/** A kind whose jobs a test ends. By default on the device, one at a time, found again after a restart. */
export function playedKind(id: JobKind['id'], more: Partial<JobKind> = {}): PlayedKind {
  const played: PlayedKind = {
    runs: [],
    changes: [],
    onChange: () => undefined,
    retry: undefined,
    kind: {
      id,
      resource: 'device',
      concurrency: 1,
      canPause: true,
      scope: 'project',
      survives: true,
      endsBy: 'cancel',
      input: z.unknown(),
      run(job) {
        const run = new PlayedRun(job);
        played.runs.push(run);
        return run.ended;
      },
      changed(job) {
        played.changes.push(job);
        played.onChange(job);
      },
      get retry() {
        return played.retry;
      },
      ...more,
    } as JobKind,
  };
  return played;
}
