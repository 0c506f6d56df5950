import type { Captioner } from '../models/captioner.ts';
import type { FeatureStore } from '../models/features/feature-store.ts';
import { type Tensor, tf } from '../tensor/backend.ts';
import { Random } from '../tensor/random.ts';
import { beam } from './beam.ts';
import { greedy, sample } from './roll-out.ts';
import type { Sequence } from './sequence.ts';

// Axis legend: B images, S image tokens, C channels.

export interface CaptioningOptions {
  readonly strategy: 'greedy' | 'beam' | 'sample';
  readonly beams: number;
  readonly temperature: number;
  readonly maxNewTokens: number;
  readonly seed: number;
  /** Fewer for large models: keys and values of all sequences are held. Absent: 64. */
  readonly imagesAtOnce?: number;
}

/** Images written together; beam search keeps several sequences of each. */
const batchSize = 64;

function write(model: Captioner, memory: Tensor, ids: readonly number[], options: CaptioningOptions): Sequence[] {
  const { maxNewTokens, temperature } = options;
  if (options.strategy === 'greedy') return greedy(model, memory, maxNewTokens);
  if (options.strategy === 'beam') return beam(model, memory, { beams: options.beams, maxNewTokens, lengthPenalty: 1 });
  // A generator for each image: what it is given does not hang on which others are written with it, or before it.
  const randoms = ids.map((id) => new Random(options.seed, id));
  return sample(model, memory, { sequencesPerImage: 1, maxNewTokens, temperature, topK: 0, topP: 1 }, randoms);
}

/** Features of images as the tower's views `views` (0: upright), float32[B, S, C]. The caller disposes the tensor. */
export function featureTensor(store: FeatureStore, imageIds: readonly number[], views: readonly number[] | 0): Tensor {
  const { tokens, channels } = store.shape;
  return tf.tensor3d(store.read(imageIds, views), [imageIds.length, tokens, channels]);
}

/**
 * One sequence for each image, in order; sampled ones by seed and image id. Features must have been prepared. `onBatch` is told of each batch as it is done
 * and may return a promise to wait for (a pause) or throw to end.
 */
export async function captionImages(
  model: Captioner,
  store: FeatureStore,
  imageIds: readonly number[],
  options: CaptioningOptions,
  onBatch: (sequences: readonly Sequence[], from: number) => void | Promise<void> = () => {},
): Promise<Sequence[]> {
  const written: Sequence[] = [];
  const { imagesAtOnce = batchSize } = options;
  for (let from = 0; from < imageIds.length; from += imagesAtOnce) {
    const ids = imageIds.slice(from, from + imagesAtOnce);
    const memory = tf.tidy(() => model.encode(featureTensor(store, ids, 0), null));
    let sequences: Sequence[];
    try {
      sequences = write(model, memory, ids, options);
    } finally {
      memory.dispose();
    }
    written.push(...sequences);
    await onBatch(sequences, from);
  }
  return written;
}
