import type { JobProgress, JobState } from '../../preload/contract/jobs.ts';
import { AppError } from '../errors/app-error.ts';
import { toWireError } from '../errors/wire-error.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { closingReason } from './job-end.ts';
import { type JobControl, type JobEnd, type JobKind, ProgressPace, type RunningJob } from './job-kind.ts';
import { throttled } from './throttle.ts';

const tellEveryMs = 200;
const abandonedReason = 'It did not end when it was told to.';

interface JobProcessOptions {
  readonly row: { readonly id: string; readonly input: unknown };
  readonly store: ProjectStore | null;
  /** Time that a killed job has to end before it is given up. */
  readonly giveUpMs: number;
  readonly changed: (state: JobState) => void;
  readonly moved: () => void;
}

/** One job while it is carried out: what it tells, and what is asked of it. */
export class JobProcess {
  readonly #kind: JobKind;
  readonly #options: JobProcessOptions;
  readonly #controller = new AbortController();
  #pace = new ProgressPace();
  readonly #tell;
  readonly #over = Promise.withResolvers<void>();
  readonly #abandoned = Promise.withResolvers<JobEnd>();
  #abandoning: NodeJS.Timeout | undefined;
  #progress: JobProgress | null = null;
  #listener: ((control: JobControl) => void) | null = null;
  #ending: 'stop' | 'close' | null = null;
  #stopAskedAt = 0;
  /** Resolves when a pause is over; null while there is none. */
  #pause: PromiseWithResolvers<void> | null = null;
  #isOver = false;

  constructor(kind: JobKind, options: JobProcessOptions) {
    this.#kind = kind;
    this.#options = options;
    this.#tell = throttled(tellEveryMs, () => {
      if (!this.#isOver) options.moved();
    });
  }

  get progress(): JobProgress | null {
    return this.#progress;
  }

  /** Carries the job out; never rejects. `error` is what was thrown, for the call that waits. */
  async run(): Promise<{ readonly end: JobEnd; readonly error?: unknown }> {
    try {
      return { end: await Promise.race([this.#kind.run(this.#handle()), this.#abandoned.promise]) };
    } catch (error) {
      return this.#endOf(error);
    } finally {
      this.#isOver = true;
      this.#progress = null;
      clearTimeout(this.#abandoning);
      this.#over.resolve();
    }
  }

  pause(): void {
    if (this.#listener) this.#listener('pause');
    else {
      this.#pause ??= Promise.withResolvers<void>();
      this.#options.changed('paused');
    }
  }

  resume(): void {
    if (this.#listener) this.#listener('resume');
    else if (this.#pause) {
      this.#unpause();
      this.#options.changed('running');
    }
  }

  /** Asked again after `insistMs`, it ends a job that did not react. A double click must not lose what it would save. */
  stop(insistMs: number): void {
    if (this.#ending === 'stop') {
      if (performance.now() - this.#stopAskedAt > insistMs) this.#kill();
      return;
    }
    this.#stopAskedAt = performance.now();
    this.#endBy('stop');
  }

  /** Resolves when the job is over; one that does not save within `saveMs` is ended. */
  async close(saveMs: number): Promise<void> {
    if (this.#ending === null) this.#endBy('close');
    else this.#listener?.('close');
    const patience = setTimeout(() => this.#kill(), saveMs);
    await this.#over.promise;
    // The queue hears of the end by the same promise's followers: give them their turn.
    await new Promise((resolve) => setImmediate(resolve));
    clearTimeout(patience);
  }

  /** A job that does not end even so must not keep its place, nor the project open. */
  #kill(): void {
    this.#abandoning ??= setTimeout(() => {
      this.#abandoned.resolve({ state: 'failed', reason: abandonedReason });
    }, this.#options.giveUpMs);
    this.#listener?.('kill');
  }

  #endBy(how: 'stop' | 'close'): void {
    this.#ending = how;
    this.#unpause();
    this.#controller.abort();
    this.#listener?.(how);
  }

  #unpause(): void {
    this.#pause?.resolve();
    this.#pause = null;
    // The time of a pause says nothing of the pace.
    this.#pace = new ProgressPace();
  }

  #handle(): RunningJob {
    const self = this;
    return {
      id: this.#options.row.id,
      input: this.#options.row.input,
      get store() {
        if (self.#options.store) return self.#options.store;
        throw new AppError('no_project', 'A job of the model library has no project.');
      },
      signal: this.#controller.signal,
      get ending() {
        return self.#ending;
      },
      progress(stage, done, total, secondsLeft) {
        if (self.#isOver) return;
        const isNewStage = self.#progress?.stage !== stage;
        self.#progress = self.#pace.of(stage, done, total, secondsLeft, performance.now());
        self.#tell.call();
        if (isNewStage || (done === total && total > 0)) self.#tell.flush();
      },
      onControl(listener) {
        self.#listener = listener;
        if (self.#ending) listener(self.#ending);
        else if (self.#pause) listener('pause');
        self.#unpause();
      },
      paused: () => self.#follow('paused'),
      resumed() {
        self.#unpause();
        self.#follow('running');
      },
      async turn() {
        self.#controller.signal.throwIfAborted();
        // A pause may follow another before this has its turn.
        while (self.#pause) await self.#pause.promise;
        self.#controller.signal.throwIfAborted();
      },
    };
  }

  /** A message that crossed with a request to stop changes nothing. */
  #follow(state: JobState): void {
    if (this.#ending === null && !this.#isOver) this.#options.changed(state);
  }

  #endOf(error: unknown): { readonly end: JobEnd; readonly error: unknown } {
    if (this.#ending === null) return { end: { state: 'failed', reason: toWireError(error).message }, error };
    const cancelled = new AppError('cancelled', 'Cancelled. Nothing was changed.', { cause: error });
    if (this.#ending === 'stop') return { end: { state: 'stopped', reason: null }, error: cancelled };
    if (this.#kind.survives) return { end: { state: 'queued' }, error: cancelled };
    return { end: { state: 'stopped', reason: closingReason }, error: cancelled };
  }
}
