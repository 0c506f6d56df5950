import type { JobState } from '../../../preload/contract/jobs.ts';
import type { Run, RunCheckpoint } from '../../../preload/contract/runs.ts';

/** What a person reads for a state. */
export const stateTitle: Readonly<Record<JobState, string>> = {
  queued: 'Queued',
  running: 'Running',
  paused: 'Paused',
  stopping: 'Stopping',
  stopped: 'Stopped',
  finished: 'Finished',
  failed: 'Failed',
};

/** Still has a worker or waits for one. */
export function isActive(state: JobState): boolean {
  return state === 'queued' || state === 'running' || state === 'paused' || state === 'stopping';
}

/** The checkpoint that the run is judged by: the one marked best. Null before the first. */
export function bestCheckpoint(run: Run): RunCheckpoint | null {
  return run.checkpoints.find((checkpoint) => checkpoint.best) ?? null;
}

/** The newest checkpoint by the order in which they were saved. Null before the first. */
export function lastCheckpoint(run: Run): RunCheckpoint | null {
  return run.checkpoints.at(-1) ?? null;
}

/** Highest validation CIDEr of all checkpoints; null when none was evaluated. */
export function bestCider(run: Run): number | null {
  const values = run.checkpoints.flatMap(({ metrics }) => (metrics.cider === undefined ? [] : [metrics.cider]));
  return values.length === 0 ? null : Math.max(...values);
}

/** Share done in 0…1; null while nothing is reported. */
export function shareDone(run: Run): number | null {
  if (run.state === 'finished') return 1;
  if (run.progress === null || run.progress.total <= 0) return null;
  return Math.min(1, Math.max(0, run.progress.done / run.progress.total));
}

/** Keys of validation metrics over all checkpoints, CIDEr first, then as they came. */
export function metricKeys(run: Pick<Run, 'checkpoints'>): readonly string[] {
  const keys = new Set(run.checkpoints.flatMap(({ metrics }) => Object.keys(metrics)));
  // The shorter n-grams say least and come last, where a narrow window cuts the table off.
  const isMinor = (key: string) => /^bleu_[123]$/.test(key);
  const others = [...keys].filter((key) => key !== 'cider');
  const rest = [...others.filter((key) => !isMinor(key)), ...others.filter(isMinor)];
  return keys.has('cider') ? ['cider', ...rest] : rest;
}

/** What can be done with what a stopped or failed run leaves. That its checkpoint is kept, its reason has said. */
export function whatRemains(run: Run): string {
  const best = bestCheckpoint(run);
  if (best === null) {
    return 'No checkpoint had been saved yet, so there is no model to use from this run. Its curves and settings are kept.';
  }
  return `Its model is the best checkpoint, ${best.name}: compare it, export it, or fine-tune again from it.`;
}
