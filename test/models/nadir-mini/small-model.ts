import { nadirMiniConfigSchema } from '../../../main/models/nadir-mini/config.ts';
import { NadirMini } from '../../../main/models/nadir-mini/model.ts';
import { Vocabulary } from '../../../main/models/nadir-mini/vocabulary.ts';
import { tinyDarknetConfig as tower } from '../../../main/models/tiny-darknet/config.ts';
import { type Tensor, tf } from '../../../main/tensor/backend.ts';
import { Random } from '../../../main/tensor/random.ts';

export const smallConfig = nadirMiniConfigSchema.parse({
  model: 'nadir-mini',
  version: 1,
  tower: tower.id,
  width: 16,
  heads: 2,
  queries: 3,
  feedForwardWidth: 24,
  buckets: 8,
  maxDistance: 16,
});

/** Eleven words, seven of them for captions. */
export const smallVocabulary = Vocabulary.fromCaptions([['a', 'road', 'in', 'the', 'green', 'field', 'there']], 1);

/** A model of width 16 with two layers in each part; its vision tower has no weights and is not asked. */
export const smallModel = (seed = 1): NadirMini => new NadirMini(smallConfig, smallVocabulary, seed);

/** Image tokens as the tower would give them: float32[B, 64, 896]. */
export function features(images: number, seed = 5): Tensor {
  const random = new Random(seed);
  const shape = [images, tower.grid ** 2, tower.channels];
  const size = images * tower.grid ** 2 * tower.channels;
  return tf.tensor(
    Float32Array.from({ length: size }, () => random.normal()),
    shape,
    'float32',
  );
}

/** `rows` captions of `length` ids of the vocabulary, row after row. */
export function captions(rows: number, length: number, seed = 6): Int32Array {
  const random = new Random(seed);
  return Int32Array.from({ length: rows * length }, () => 4 + random.below(7));
}

/** The largest absolute difference; NaN is not a small one. */
export function worst(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) throw new Error(`${actual.length} values against ${expected.length}.`);
  let result = 0;
  for (let i = 0; i < actual.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    if (!(difference <= result)) result = difference;
  }
  return result;
}
