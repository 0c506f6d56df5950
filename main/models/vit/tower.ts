import { createHash } from 'node:crypto';
import { blipNormalisation } from '../../imagery/preprocess.ts';
import { type Tensor, type Tensor4D, tf } from '../../tensor/backend.ts';
import type { FrozenTower } from '../features/feature-store.ts';
import { vitTokens } from './config.ts';
import type { Vit } from './model.ts';

/** Pixels in [0, 1] as the BLIP family was trained on them: each channel less its mean, over its deviation. */
export function standardised(images: Tensor4D): Tensor4D {
  const { mean, deviation } = blipNormalisation;
  return tf.div(tf.sub(images, tf.tensor1d([...mean])), tf.tensor1d([...deviation])) as Tensor4D;
}

/** The tower's preprocessing. */
const preprocessing = 'blip-bicubic-v1';

/**
 * 16 hexadecimal digits that stand for all that decides what the tower makes of an image: its settings (heads, activation,
 * epsilon and the rest change no weight), the normalisation of its pixels, and its weights, all of them: cached features of
 * others are never taken for its own, of a tower whose matrices alone were changed (LoRA, merged) neither. ViT-g's 3.9 GB
 * take 4 s, less than reading them.
 */
function fingerprint(vision: Vit): string {
  const hash = createHash('sha256');
  const settings = Object.entries(vision.config).sort(([a], [b]) => (a < b ? -1 : 1));
  hash.update(JSON.stringify({ settings, preprocessing, normalisation: blipNormalisation }));
  for (const [name, variable] of vision.namedParameters()) {
    hash.update(`${name} ${variable.shape.join()}`);
    const values = variable.dataSync() as Float32Array;
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest('hex').slice(0, 16);
}

/** A frozen vision transformer as the feature store uses it. */
export function vitTower(vision: Vit): FrozenTower {
  return {
    id: `vit-${fingerprint(vision)}`,
    preprocessing,
    imageSize: vision.config.image_size,
    tokens: vitTokens(vision.config),
    channels: vision.config.hidden_size,
    encode: (images): Tensor => vision.apply(standardised(images)),
  };
}
