import { expect, it } from 'vitest';
import { trainingWorkload } from '../../../main/models/memory-estimate.ts';
import { workloadsOf } from '../../../main/training/config/memory-workload.ts';
import { presetById, publishedPresetId } from '../../../main/training/config/presets.ts';

const { config } = presetById(publishedPresetId);

it('a run’s phases hold what its settings say: captions of images, then samples held to the start', () => {
  const [imitating, sampling] = workloadsOf({
    ...config,
    recomputeBlocks: false,
    lora: { ...config.lora, rank: 8 },
    crossEntropy: { ...config.crossEntropy, imagesPerStep: 6, captionsPerImage: 2 },
    scst: { ...config.scst, imagesPerStep: 3, samplesPerImage: 4 },
  });
  const shared = { recomputes: false, loraRank: 8 };
  expect(imitating).toEqual({ ...shared, imagesAtOnce: 6, captionsAtOnce: 12, keepsStart: false });
  expect(sampling).toEqual({ ...shared, imagesAtOnce: 3, captionsAtOnce: 12, keepsStart: true });
});

it('phases without an epoch hold nothing, and a policy that goes freely is not kept', () => {
  const only = (scst: Partial<typeof config.scst>, epochs: number) =>
    workloadsOf({ ...config, crossEntropy: { ...config.crossEntropy, epochs }, scst: { ...config.scst, ...scst } });
  expect(only({ epochs: 0 }, 1)).toHaveLength(1);
  expect(only({ klWeight: 0 }, 0)).toMatchObject([{ keepsStart: false }]);
});

it('the library’s estimate is that of the preset for published models', () => {
  expect(workloadsOf(config).at(-1)).toEqual(trainingWorkload);
});
