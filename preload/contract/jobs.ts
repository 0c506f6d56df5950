import { z } from 'zod';
import { method } from './method.ts';

/** The kinds of long work; `main/engine/jobs/catalog.ts` says what each needs and how it is carried out. */
export const jobKindSchema = z.enum([
  'training',
  'captioning',
  'parsing',
  'features',
  'import-check',
  'import',
  'export',
  'model-export',
  'model-download',
]);
export type JobKindId = z.infer<typeof jobKindSchema>;

export const jobStateSchema = z.enum(['queued', 'running', 'paused', 'stopping', 'finished', 'stopped', 'failed']);
export type JobState = z.infer<typeof jobStateSchema>;

/** Chosen by the engine, or by a caller that wants to follow its job from the first moment. */
export const jobIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,79}$/);

/** `total` 0: not known yet. `secondsLeft` null: not known yet. */
export const jobProgressSchema = z
  .object({ stage: z.string(), done: z.number(), total: z.number(), secondsLeft: z.number().nullable() })
  .readonly();
export type JobProgress = z.infer<typeof jobProgressSchema>;

export const jobSchema = z
  .object({
    id: jobIdSchema,
    kind: jobKindSchema,
    /** Example: "Caption val with nadir-mini". */
    title: z.string(),
    /** The run, model and split it belongs to; all null: the project or the model library as a whole. */
    subject: z
      .object({ run: z.string().nullable(), model: z.string().nullable(), split: z.string().nullable() })
      .readonly(),
    state: jobStateSchema,
    /** Null before its first report and after its end. */
    progress: jobProgressSchema.nullable(),
    /** The file or folder that it made, if any. */
    output: z.string().nullable(),
    /** One sentence on how it went; for a failed job, why. */
    reason: z.string().nullable(),
    createdAt: z.string(),
    startedAt: z.string().nullable(),
    endedAt: z.string().nullable(),
    /** The actions it offers now. `stop` keeps what it has, `cancel` keeps nothing. */
    actions: z.array(z.enum(['pause', 'resume', 'stop', 'cancel', 'retry'])).readonly(),
  })
  .readonly();
export type Job = z.infer<typeof jobSchema>;
export type JobAction = Job['actions'][number];

export const endedStates: readonly JobState[] = ['finished', 'stopped', 'failed'];

const byId = z.object({ id: jobIdSchema });

/** Everything that runs, waits or ended lately, of the open project and the model library. */
export const jobs = {
  /** Newest first. Without a project, those of the library. */
  list: method(z.object({}), z.array(jobSchema).readonly()),
  get: method(byId, jobSchema),
  /** Throws `conflict` with the state for a job that cannot be paused now. */
  pause: method(byId, jobSchema),
  resume: method(byId, jobSchema),
  /**
   * Stops or cancels: a queued job leaves the queue, a running one ends as its kind does. One that does not react is ended
   * when asked again after a while. A job that has ended stays as it is; unknown ids are ignored: it may just have ended.
   */
  stop: method(byId, z.null()),
  /** Queues the work of a failed or stopped job again, as a job of its own. Throws `conflict` when that is not possible. */
  retry: method(byId, jobSchema),
  /** Takes an ended job off the list; what it made stays. */
  dismiss: method(byId, z.null()),
};
