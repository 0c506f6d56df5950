import type { JobState } from '../../../preload/contract/jobs.ts';
import type { Run, RunCheckpoint } from '../../../preload/contract/runs.ts';

/** Display name of each state. */
export const stateTitle: Readonly<Record<JobState, string>> = {
  queued: 'Queued',
  running: 'Running',
  paused: 'Paused',
  stopping: 'Stopping',
  stopped: 'Stopped',
  finished: 'Finished',
  failed: 'Failed',
};

/** True while the run has a worker or waits for one. */
export function isActive(state: JobState): boolean {
  return state === 'queued' || state === 'running' || state === 'paused' || state === 'stopping';
}

/** Returns the checkpoint marked best; null before the first. */
export function bestCheckpoint(run: Run): RunCheckpoint | null {
  return run.checkpoints.find((checkpoint) => checkpoint.best) ?? null;
}

/** Returns the newest checkpoint; null before the first. */
export function lastCheckpoint(run: Run): RunCheckpoint | null {
  return run.checkpoints.at(-1) ?? null;
}

/** Returns the highest validation CIDEr of all checkpoints; null when none was evaluated. */
export function bestCider(run: Run): number | null {
  const values = run.checkpoints.flatMap(({ metrics }) => (metrics.cider === undefined ? [] : [metrics.cider]));
  return values.length === 0 ? null : Math.max(...values);
}

/** Returns the share done in 0…1; null while nothing is reported. */
export function shareDone(run: Run): number | null {
  if (run.state === 'finished') return 1;
  if (run.progress === null || run.progress.total <= 0) return null;
  return Math.min(1, Math.max(0, run.progress.done / run.progress.total));
}

/** Lists the validation metrics of all checkpoints: CIDEr first, then in the order found. */
export function metricKeys(run: Pick<Run, 'checkpoints'>): readonly string[] {
  const keys = new Set(run.checkpoints.flatMap(({ metrics }) => Object.keys(metrics)));
  // The shorter n-grams say least, so they come last, where a narrow window cuts the table off.
  const isMinor = (key: string) => /^bleu_[123]$/.test(key);
  const others = [...keys].filter((key) => key !== 'cider');
  const rest = [...others.filter((key) => !isMinor(key)), ...others.filter(isMinor)];
  return keys.has('cider') ? ['cider', ...rest] : rest;
}

/** Says what can be done with a stopped or failed run. Its reason has already said that the checkpoint is kept. */
export function whatRemains(run: Run): string {
  const best = bestCheckpoint(run);
  if (best === null) {
    return 'The run ended before its first checkpoint, so it has no model. Its curves and settings are kept.';
  }
  return `You can compare, export or fine-tune its best checkpoint, ${best.name}.`;
}
