import { featureTensor } from '../generation/caption-images.ts';
import type { Tensor } from '../tensor/backend.ts';
import type { Random } from '../tensor/random.ts';
import type { TrainingContext } from './training-context.ts';

/** Features of some training images, each in a view drawn at random: float32[B, S, C]. The caller disposes the tensor. */
export function trainingFeatures(
  { store, config }: Pick<TrainingContext, 'store' | 'config'>,
  images: readonly { readonly id: number }[],
  random: Random,
): Tensor {
  return featureTensor(
    store,
    images.map(({ id }) => id),
    images.map(() => random.below(config.views)),
  );
}
