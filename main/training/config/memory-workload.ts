import type { TrainingWorkload } from '../../models/memory-estimate.ts';
import type { TrainingConfig } from './training-config.ts';

/** What each phase of a run of a published model holds at once; phases without an epoch are left out. */
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
