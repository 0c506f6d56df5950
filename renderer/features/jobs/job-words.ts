import type { Job, JobAction, JobKindId, JobState } from '../../../preload/contract/jobs.ts';
import { hasEnded, jobShare } from '../../app/jobs/job-facts.ts';
import { ago, formatBytes } from '../../app/words/format.ts';
import { duration, timeLeft } from '../../app/words/time-left.ts';

export const kindWords: Readonly<Record<JobKindId, string>> = {
  training: 'Training',
  captioning: 'Captioning',
  parsing: 'Scene graphs',
  features: 'Image features',
  'import-check': 'Import check',
  import: 'Import',
  export: 'Export',
  'model-export': 'Model export',
  'model-download': 'Model download',
};

export const stateWords: Readonly<Record<JobState, string>> = {
  queued: 'Queued',
  running: 'Running',
  paused: 'Paused',
  stopping: 'Stopping',
  finished: 'Finished',
  stopped: 'Stopped',
  failed: 'Failed',
};

const actionNames: Readonly<Record<JobAction, string>> = {
  pause: 'Pause',
  resume: 'Resume',
  stop: 'Stop',
  cancel: 'Cancel',
  retry: 'Retry',
};

/** The word on a button. A queued job has nothing to keep; asking a stopping one again ends it at once. */
export function actionWords(action: JobAction, state: JobState): string {
  if (action !== 'stop' && action !== 'cancel') return actionNames[action];
  if (state === 'stopping') return 'Stop now';
  return state === 'queued' ? 'Cancel' : actionNames[action];
}

/** The title with the quotation marks of the window. @example titleWords({ title: 'Train "First try"' }) → 'Train “First try”' */
export const titleWords = ({ title }: Pick<Job, 'title'>): string => title.replace(/"([^"]*)"/g, '“$1”');

/** A job's progress and output of these kinds are counted in bytes, and they outlive the open project. */
const ofLibrary: ReadonlySet<JobKindId> = new Set(['model-export', 'model-download']);

/** Example: "Training · Sample project", "Model download · Model library". */
export function belongsTo({ kind }: Job, projectName: string | null): string {
  const place = ofLibrary.has(kind) ? 'Model library' : projectName;
  return place === null ? kindWords[kind] : `${kindWords[kind]} · ${place}`;
}

/** What it does now. Example: "Writing captions", "1.2 GB of 4.5 GB", "Waiting for its turn". */
export function stageWords(job: Job): string {
  const { kind, state, progress } = job;
  if (state === 'queued') return 'Waiting for its turn';
  if (state === 'stopping') return kind === 'training' ? 'Finishing the step and saving a checkpoint' : 'Stopping…';
  if (progress === null) return state === 'paused' ? 'Paused' : 'Starting…';
  if (ofLibrary.has(kind) && progress.total > 0)
    return `${formatBytes(progress.done)} of ${formatBytes(progress.total)}`;
  return progress.stage;
}

/** Whole percent, rounded down: 100 % is said of nothing that goes on. Null while nothing is known. */
export function percentWords(job: Job): string | null {
  const share = jobShare(job);
  return share === null ? null : `${Math.floor(share * 100)} %`;
}

/** The time left of a job that works; null of one that rests or does not know. */
export function timeLeftWords({ state, progress }: Job): string | null {
  return state === 'running' ? timeLeft(progress?.secondsLeft ?? null) : null;
}

/** How far a job is, as it is read aloud. Example: "Writing captions, 40 %, about 3 min left". */
export function progressWords(job: Job): string {
  return [stageWords(job), percentWords(job), timeLeftWords(job)].filter((part) => part !== null).join(', ');
}

/** Since when, or how long. Example: "queued 2 minutes ago", "for 5 min", "5 minutes ago, took 38 s". */
export function timeWords(job: Job, now: number): string {
  const { createdAt, startedAt, endedAt } = job;
  if (hasEnded(job)) {
    const end = ago(endedAt ?? createdAt, new Date(now));
    return startedAt === null || endedAt === null ? end : `${end}, took ${lasted(startedAt, Date.parse(endedAt))}`;
  }
  if (startedAt === null || job.state === 'queued') return `queued ${ago(createdAt, new Date(now))}`;
  return `for ${lasted(startedAt, now)}`;
}

const lasted = (since: string, until: number): string => duration(Math.max(0, (until - Date.parse(since)) / 1000));

/** What a screen reader says when a job ends. Example: "Finished: Train “First try”." */
export function endWords(job: Job): string {
  const { state, reason } = job;
  return [`${stateWords[state]}: ${titleWords(job)}.`, ...(state === 'failed' && reason !== null ? [reason] : [])].join(
    ' ',
  );
}
