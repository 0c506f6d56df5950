import { afterAll, expect, it } from 'vitest';
import { ImageTokens } from '../../../main/models/nadir-mini/image-tokens.ts';
import { tinyDarknetConfig as tower } from '../../../main/models/tiny-darknet/config.ts';
import { type Tensor, tf } from '../../../main/tensor/backend.ts';
import { Random } from '../../../main/tensor/random.ts';
import { features, smallConfig, worst } from './small-model.ts';

const tokens = new ImageTokens(smallConfig, new Random(1));
afterAll(() => tokens.dispose());
const width = smallConfig.width;
const run = (make: () => Tensor): Float32Array => tf.tidy(() => tokens.apply(make(), null).dataSync() as Float32Array);

it('where the channels say nothing, a token is its row plus its column, and the last one the whole image', () => {
  const state = tokens.stateDict();
  const row = state.get('row_embedding')!.data;
  const column = state.get('column_embedding')!.data;
  const expected = Array.from({ length: 64 }, (_, at) =>
    Array.from({ length: width }, (_, i) => row[Math.floor(at / 8) * width + i]! + column[(at % 8) * width + i]!),
  ).flat();
  const actual = run(() => tf.zeros([1, 64, tower.channels]));
  expect(worst(actual, [...expected, ...state.get('whole_embedding')!.data])).toBeLessThan(1e-6);
});

it('the last token is the mean over the image: it stays when the image is turned upside down, or is its mean everywhere', () => {
  const last = (values: Float32Array): Float32Array => values.slice(-width);
  const upright = run(() => features(1));
  const turned = run(() => tf.reverse(features(1), 1));
  expect(worst(last(upright), last(turned))).toBeLessThan(1e-5);
  expect(worst(upright, turned)).toBeGreaterThan(0.1);
  const even = run(() => tf.tile(tf.mean(features(1), 1, true), [1, 64, 1]));
  expect(worst(last(upright), last(even))).toBeLessThan(1e-5);
});

it('channels are standardised by the mean and deviation that it was given', () => {
  const random = new Random(3);
  const mean = Float32Array.from({ length: tower.channels }, () => random.normal());
  const deviation = Float32Array.from({ length: tower.channels }, () => 0.5 + random.uniform());
  const plain = run(() => features(2));
  const before = tf.memory().numTensors;
  tokens.scale.set(mean, deviation);
  expect(tf.memory().numTensors).toBe(before);
  const scaled = run(() => tf.add(tf.mul(features(2), deviation), mean));
  expect(worst(scaled, plain)).toBeLessThan(1e-4);
});
