import type { FrozenTower } from '../features/feature-store.ts';
import { tinyDarknetConfig as config } from './config.ts';
import type { TinyDarknet } from './model.ts';

/** Tiny Darknet as the feature store uses it. */
export function darknetTower(model: TinyDarknet): FrozenTower {
  return {
    id: config.id,
    preprocessing: 'square-cubic-v1',
    imageSize: config.imageSize,
    tokens: config.grid ** 2,
    channels: config.channels,
    encode: (images) => model.tokens(images),
  };
}
