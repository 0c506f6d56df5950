import type { RunPoint } from '../../../preload/contract/runs.ts';

export type RunPhase = RunPoint['phase'];

/** Display name of each phase. */
export const phaseTitle: Readonly<Record<RunPhase, string>> = {
  'cross-entropy': 'Cross-entropy',
  scst: 'Self-critical',
};
