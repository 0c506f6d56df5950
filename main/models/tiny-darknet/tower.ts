import path from 'node:path';
import { readSafetensors } from '../../checkpoint/safetensors.ts';
import { resourcesDirectory } from '../../text/resources.ts';
import type { FrozenTower } from '../features/feature-store.ts';
import { tinyDarknetConfig as config } from './config.ts';
import { TinyDarknet } from './model.ts';

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

/** The tower with the weights that ship. The caller disposes it. */
export function loadTower(): TinyDarknet {
  const file = path.join(resourcesDirectory(), 'models/tiny-darknet/model.safetensors');
  const tower = new TinyDarknet();
  tower.loadStateDict(readSafetensors(file).tensors, file);
  return tower;
}
