import type { TrainingWorkload } from '../../models/memory-estimate.ts';
import type { TrainingConfig } from './training-config.ts';

/** The workload of each phase of a published model's run; phases without an epoch are left out. */
export function workloadsOf({ crossEntropy, scst, recomputeBlocks, lora }: TrainingConfig): TrainingWorkload[] {
  const shared = { recomputes: recomputeBlocks, loraRank: lora.rank };
  const imitating: TrainingWorkload = {
    ...shared,
    imagesAtOnce: crossEntropy.imagesPerStep,
    captionsAtOnce: crossEntropy.imagesPerStep * crossEntropy.captionsPerImage,
    keepsStart: false,
  };
  const sampling: TrainingWorkload = {
    ...shared,
    imagesAtOnce: scst.imagesPerStep,
    captionsAtOnce: scst.imagesPerStep * scst.samplesPerImage,
    keepsStart: scst.klWeight > 0,
  };
  return [...(crossEntropy.epochs > 0 ? [imitating] : []), ...(scst.epochs > 0 ? [sampling] : [])];
}
