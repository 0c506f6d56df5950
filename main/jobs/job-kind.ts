import type { z } from 'zod';
import type { Job, JobKindId, JobProgress } from '../../preload/contract/jobs.ts';
import type { NewJob } from '../store/job-repository.ts';
import type { ProjectStore } from '../store/project-store.ts';

/** The scarce resource of a job: the device for tensors, a core, or the disk (and the network). */
export type Resource = 'device' | 'processor' | 'disk';

/**
 * Jobs that a resource carries at once. Two on the device: people wait for captions, which are short, beside a training.
 * The work of a click (an edited caption's graph, a thumbnail) is not a job and waits for none.
 */
export const resourceCapacity: Readonly<Record<Resource, number>> = { device: 2, processor: 1, disk: 4 };

/**
 * How a job ended. `queued`: it was cut short with nothing to lose and is to begin again. `result` answers the call that
 * started it, where one waits.
 */
export type JobEnd<Result = unknown> =
  | { readonly state: 'finished'; readonly result: Result; readonly output?: string; readonly reason?: string }
  | { readonly state: 'stopped'; readonly reason: string | null; readonly result?: Result }
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'queued' };

/**
 * A request to a running job. `close`: Nadir or the project is closing, save what there is. `kill`: it did not react in
 * time.
 */
export type JobControl = 'pause' | 'resume' | 'stop' | 'close' | 'kill';

/** Tells how far a job is. `secondsLeft` is estimated from the pace of the stage when left out. */
export type ReportProgress = (stage: string, done: number, total: number, secondsLeft?: number | null) => void;

/** A running job as the code that carries it out sees it. */
export interface RunningJob<Input = unknown> {
  readonly id: string;
  readonly input: Input;
  /** The project that it belongs to, also while that is being closed. Throws for a job of the library. */
  readonly store: ProjectStore;
  /** Aborted when the job is to end early, for whatever reason. */
  readonly signal: AbortSignal;
  /** The reason for ending early; null while there is none. */
  readonly ending: 'stop' | 'close' | null;
  /** Told to the window five times a second at most. */
  readonly progress: ReportProgress;
  /** Hands on what is asked of the job. Kinds that end by `signal` and pause by `turn` need none. */
  onControl(listener: (control: JobControl) => void): void;
  /** Tells that a pause that was asked for has begun, or is over; only for kinds with a listener for `pause`. */
  paused(): void;
  resumed(): void;
  /** Resolves at once, or when a pause is over. Throws `AbortError` when the job is to end. */
  turn(): Promise<void>;
}

/** A kind of long work: what it needs, how it behaves, and the code that carries it out. */
// biome-ignore lint/suspicious/noExplicitAny: kinds of different inputs stand in one catalogue; each checks its own.
export interface JobKind<Input = any, Result = any> {
  readonly id: JobKindId;
  readonly resource: Resource;
  /** Jobs of this kind that run at once. */
  readonly concurrency: number;
  readonly canPause: boolean;
  /**
   * Whether it belongs to the open project or to the person's model library. A project's jobs end when it closes.
   */
  readonly scope: 'project' | 'library';
  /** Whether it stands in the project, to be found again after Nadir was closed or killed. Needs the scope `project`. */
  readonly survives: boolean;
  /** `stop` keeps what the job has made so far, `cancel` keeps nothing that a person would look for. */
  readonly endsBy: 'stop' | 'cancel';
  readonly input: z.ZodType<Input>;
  /** Carries the job out. What it throws becomes the reason of its failure. */
  run(job: RunningJob<Input>): Promise<JobEnd<Result>>;
  /** Mends what a crash left of this kind and says why its job has failed. Only for kinds that survive. */
  interrupted?(input: Input, store: ProjectStore): string;
  /** Called when the job was queued or changed its state, after it was stored. */
  changed?(job: Job): void;
  /** Queues the same work again. Left out where a person has to ask for it anew. */
  retry?(input: Input): Job | Promise<Job>;
}

/** A job to be queued. */
export interface JobOrder<Input> extends Pick<NewJob, 'title'> {
  readonly id?: string | undefined;
  readonly subject?: Partial<Job['subject']>;
  readonly input: Input;
}

/** A progress with the time left by the pace since its stage began, unless the job itself told it. */
export class ProgressPace {
  #stage = '';
  #since = 0;
  #doneThen = 0;

  of(stage: string, done: number, total: number, secondsLeft: number | null | undefined, nowMs: number): JobProgress {
    if (stage !== this.#stage || done < this.#doneThen) {
      this.#stage = stage;
      this.#since = nowMs;
      this.#doneThen = done;
    }
    if (secondsLeft !== undefined) return { stage, done, total, secondsLeft };
    const elapsedMs = nowMs - this.#since;
    const made = done - this.#doneThen;
    const known = elapsedMs >= settledMs && made > 0 && total > done;
    return { stage, done, total, secondsLeft: known ? Math.round((elapsedMs * (total - done)) / made / 1000) : null };
  }
}

/** A pace that is younger says little. */
const settledMs = 2_000;
