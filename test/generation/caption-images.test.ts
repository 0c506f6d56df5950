import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type CaptioningOptions, captionImages } from '../../main/generation/caption-images.ts';
import { FeatureStore } from '../../main/models/features/feature-store.ts';
import { type Tensor, tf } from '../../main/tensor/backend.ts';
import { PlayedCaptioner, spell, type Table } from './played-captioner.ts';

let folder: string;
let store: FeatureStore;
let before: number;
const ids = [0, 1, 2];
/** Images that look as the third does. */
const likeTwo = Array.from({ length: 40 }, (_, at) => 100 + at);

/** An image's only feature is its red, 0 to 2: the number of its table. */
class ByRed extends PlayedCaptioner {
  override encode(features?: Tensor): Tensor {
    return tf.round(features!);
  }
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir-caption-'));
  store = new FeatureStore(path.join(folder, 'cache'), {
    id: 'red',
    preprocessing: 'square-cubic-v1',
    imageSize: 2,
    tokens: 1,
    channels: 1,
    encode: (images) => tf.mul(tf.slice(images, [0, 0, 0, 0], [-1, 1, 1, 1]).reshape([-1, 1, 1]), 255),
  });
  const files = ids.map((id) => ({ id, path: path.join(folder, `${id}.png`) }));
  for (const { id, path: file } of files)
    await sharp({ create: { width: 2, height: 2, channels: 3, background: { r: id, g: 0, b: 0 } } }).toFile(file);
  await store.prepare([...files, ...likeTwo.map((id) => ({ id, path: files[2]!.path }))], 1);
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  before = tf.memory().numTensors;
});
// Every test here also shows that nothing leaks.
afterEach(() => expect(tf.memory().numTensors).toBe(before));

const ending = { a: { '.': 1 }, b: { '.': 1 }, c: { '.': 1 } } as const;
const tables: Table[] = [
  { ...ending, '': { a: 1 } },
  { ...ending, '': { b: 1 } },
  // Greedy begins with a and ends at 0.3; two beams find b at 0.4.
  { ...ending, '': { a: 0.6, b: 0.4 }, a: { '.': 0.5, b: 0.3, c: 0.2 } },
];
const greedy: CaptioningOptions = { strategy: 'greedy', beams: 1, temperature: 1, maxNewTokens: 5, seed: 1 };
const write = async (images: readonly number[], options: Partial<CaptioningOptions> = {}): Promise<string[]> =>
  (await captionImages(new ByRed(tables), store, images, { ...greedy, ...options })).map(({ tokens }) => spell(tokens));

it('captions stand in the order of the images, over several batches, each told of as it is done', async () => {
  const images = Array.from({ length: 150 }, (_, at) => (at * 7) % 2);
  const batches: [number, number][] = [];
  let waiting = false;
  const written = await captionImages(new ByRed(tables), store, images, greedy, async (sequences, from) => {
    expect(waiting).toBe(false);
    waiting = true;
    await new Promise((resolve) => setTimeout(resolve, 2));
    waiting = false;
    batches.push([from, sequences.length]);
  });
  expect(written.map(({ tokens }) => spell(tokens))).toEqual(images.map((image) => (image === 0 ? 'a.' : 'b.')));
  expect(batches).toEqual([
    [0, 64],
    [64, 64],
    [128, 22],
  ]);
});

it('each strategy writes its own caption', async () => {
  expect(await write([2, 0])).toEqual(['a.', 'a.']);
  expect(await write([2, 0], { strategy: 'beam', beams: 2 })).toEqual(['b.', 'a.']);
  const sampled = await write(likeTwo, { strategy: 'sample' });
  expect(new Set(sampled).size).toBeGreaterThan(2);
});

it('seed and image decide what is sampled', async () => {
  const sampled = (seed: number): Promise<string[]> => write(likeTwo, { strategy: 'sample', seed });
  expect(await sampled(4)).toEqual(await sampled(4));
  expect(await sampled(4)).not.toEqual(await sampled(5));
});

it('sampled together, in another order, or each alone, images have the captions that they have', async () => {
  const sampled = (images: readonly number[], imagesAtOnce: number): Promise<string[]> =>
    write(images, { strategy: 'sample', seed: 9, imagesAtOnce });
  const whole = await sampled(likeTwo, 64);
  expect(new Set(whole).size).toBeGreaterThan(2);
  expect(await sampled(likeTwo, 1)).toEqual(whole);
  expect(await sampled(likeTwo, 7)).toEqual(whole);
  expect(await sampled(likeTwo.toReversed(), 3)).toEqual(whole.toReversed());
  expect(await sampled(likeTwo.slice(20, 23), 3)).toEqual(whole.slice(20, 23));
});

it('no images have no captions', async () => {
  expect(await write([])).toEqual([]);
});

it('a callback that throws ends it, and so does a model that fails', async () => {
  const stop = (): void => {
    throw new Error('stopped');
  };
  await expect(captionImages(new ByRed(tables), store, [0, 1], greedy, stop)).rejects.toThrow('stopped');
  await expect(captionImages(new ByRed(tables, 1), store, [0, 1], greedy)).rejects.toThrow('the device is gone');
});
