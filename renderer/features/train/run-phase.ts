import type { RunPoint } from '../../../preload/contract/runs.ts';

export type RunPhase = RunPoint['phase'];

/** What a person reads for a phase. */
export const phaseTitle: Readonly<Record<RunPhase, string>> = {
  'cross-entropy': 'Cross-entropy',
  scst: 'SCST',
};
