import type { OptimizerConfig } from './config/training-config.ts';

/**
 * The learning rate of a step (0-based): a linear warm-up to `learningRate`, then half a cosine down to its
 * `finalShare` at `totalSteps` (Loshchilov & Hutter 2017, eq. 5, without restarts). A `finalShare` of 1 keeps it level.
 * With 10 warm-up steps of 110 and a final share of 0: step 4 has half of it, step 60 half again.
 */
export function learningRateAt(
  step: number,
  totalSteps: number,
  { learningRate, finalShare, warmUpSteps }: Pick<OptimizerConfig, 'learningRate' | 'finalShare' | 'warmUpSteps'>,
): number {
  // A run shorter than its warm-up would never reach its learning rate: warm up for a tenth of it instead.
  const warmUp = warmUpSteps < totalSteps ? warmUpSteps : Math.ceil(totalSteps / 10);
  if (step < warmUp) return (learningRate * (step + 1)) / warmUp;
  const done = Math.min(1, (step - warmUp) / Math.max(1, totalSteps - warmUp));
  return learningRate * (finalShare + (1 - finalShare) * 0.5 * (1 + Math.cos(Math.PI * done)));
}
