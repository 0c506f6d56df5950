import { expect, it } from 'vitest';
import { vitConfigSchema } from '../../../main/models/vit/config.ts';
import { Vit } from '../../../main/models/vit/model.ts';
import { vitTower } from '../../../main/models/vit/tower.ts';
import { tf, type Variable } from '../../../main/tensor/backend.ts';
import { Random } from '../../../main/tensor/random.ts';

const config = vitConfigSchema.parse({
  hidden_size: 96,
  intermediate_size: 256,
  num_hidden_layers: 1,
  num_attention_heads: 3,
  image_size: 8,
  patch_size: 4,
});
const idOf = (change?: (parameters: ReadonlyMap<string, Variable>) => void, settings = config): string => {
  const vision = new Vit(settings, new Random(5));
  change?.(new Map(vision.namedParameters()));
  const { id } = vitTower(vision);
  vision.dispose();
  return id;
};

it('a tower’s name stands for all of its weights: one value of a large matrix changes it, loading it again does not', () => {
  const before = tf.memory().numTensors;
  const plain = idOf();
  expect(plain).toMatch(/^vit-[0-9a-f]{16}$/);
  expect(idOf()).toBe(plain);
  const other = idOf((parameters) => {
    const [, matrix] = [...parameters].find(([, { size }]) => size > 20_000)!;
    const values = matrix.dataSync().slice() as Float32Array;
    values[12_345]! += 1e-3;
    tf.tidy(() => matrix.assign(tf.tensor(values, matrix.shape) as Variable));
  });
  expect(other).not.toBe(plain);
  expect(tf.memory().numTensors).toBe(before);
});

it.each([
  ['num_attention_heads', { num_attention_heads: 2 }],
  ['layer_norm_eps', { layer_norm_eps: 1e-5 }],
  ['hidden_act', { hidden_act: 'gelu_new' }],
] as const)('a tower of the same weights that reads them with another %s has another name', (_, change) => {
  expect(idOf(undefined, { ...config, ...change })).not.toBe(idOf());
  expect(idOf(undefined, vitConfigSchema.parse({ ...config }))).toBe(idOf());
});
