import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FeatureStore, type FrozenTower } from '../../../main/models/features/feature-store.ts';
import { type Tensor4D, tf } from '../../../main/tensor/backend.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir-features-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Tokens are the four quadrants' mean colours, so that views can be told apart and worked out by hand. */
function quadrants(): FrozenTower & { calls: number } {
  return {
    id: 'quadrants',
    preprocessing: 'square-cubic-v1',
    imageSize: 4,
    tokens: 4,
    channels: 3,
    calls: 0,
    encode(images: Tensor4D) {
      this.calls += 1;
      return tf.reshape(tf.avgPool(images, 2, 2, 'valid'), [images.shape[0], 4, 3]);
    },
  };
}

/** A 4×4 PNG whose upper left quadrant has the given red and which is black elsewhere. */
async function image(name: string, red: number): Promise<{ id: number; path: string }> {
  const pixels = new Uint8Array(48);
  for (const at of [0, 1, 4, 5]) pixels[3 * at] = red;
  const file = path.join(folder, name);
  await sharp(pixels, { raw: { width: 4, height: 4, channels: 3 } })
    .png()
    .toFile(file);
  return { id: red, path: file };
}

const cache = (): string => path.join(folder, 'cache');
const files = (): string[] =>
  readdirSync(cache(), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.f16'));

it('gives each image in its view: the red quadrant moves to the right in view 1 and down in view 2', async () => {
  const store = new FeatureStore(cache(), quadrants());
  const [a, b] = [await image('a.png', 255), await image('b.png', 51)];
  const progress: string[] = [];
  await store.prepare([a, b], 8, (done, total) => void progress.push(`${done}/${total}`));
  expect(progress).toEqual(['1/2', '2/2']);
  const reds = (features: Float32Array): number[] => Array.from(features).filter((_, at) => at % 3 === 0);
  expect(reds(store.read([a.id, a.id, a.id], [0, 1, 2]))).toEqual([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]);
  expect(reds(store.read([b.id], 0))[0]).toBeCloseTo(0.2, 3);
});

it('computes an image once: another store, another path and fewer views find it by content', async () => {
  const tower = quadrants();
  const a = await image('a.png', 255);
  const computed: boolean[] = [];
  const note = (_done: number, _total: number, now: boolean) => void computed.push(now);
  await new FeatureStore(cache(), tower).prepare([a], 8, note);
  expect(tower.calls).toBe(1);
  const moved = path.join(folder, 'moved.png');
  copyFileSync(a.path, moved);
  const later = new FeatureStore(cache(), tower);
  await later.prepare([{ id: 1, path: moved }], 2, note);
  expect(tower.calls).toBe(1);
  expect(computed).toEqual([true, false]);
  expect(later.read([1], [1])[3]).toBe(1);
  await image('a.png', 51);
  await new FeatureStore(cache(), tower).prepare([a], 8);
  expect(tower.calls).toBe(2);
});

it('keeps the pixels of another preprocessing, size or tower apart, at half a float a value', async () => {
  const a = await image('a.png', 255);
  const towers: FrozenTower[] = [
    quadrants(),
    { ...quadrants(), preprocessing: 'blip-bicubic-v1' },
    { ...quadrants(), imageSize: 8, encode: (images) => tf.reshape(tf.avgPool(images, 4, 4, 'valid'), [-1, 4, 3]) },
    { ...quadrants(), id: 'others' },
  ];
  for (const tower of towers) await new FeatureStore(cache(), tower).prepare([a], 1);
  const folders = files().map((name) => path.dirname(path.dirname(name)));
  expect(folders.sort()).toEqual(
    [
      ['others', 'square-cubic-v1-4'],
      ['quadrants', 'blip-bicubic-v1-4'],
      ['quadrants', 'square-cubic-v1-4'],
      ['quadrants', 'square-cubic-v1-8'],
    ].map((parts) => path.join(...parts)),
  );
  // 4 tokens of 3 channels of 2 bytes, and the checksum of a view.
  for (const name of files()) expect(statSync(path.join(cache(), name)).size).toBe(24 + 4);
});

it('a file that was cut short is computed anew', async () => {
  const tower = quadrants();
  const a = await image('a.png', 255);
  await new FeatureStore(cache(), tower).prepare([a], 2);
  const [file] = files();
  truncateSync(path.join(cache(), file!), 10);
  const store = new FeatureStore(cache(), tower);
  await store.prepare([a], 2);
  expect(tower.calls).toBe(2);
  expect(store.read([a.id], 0)[0]).toBe(1);
});

const one = 0x3c00;
it.each([
  ['zeros', (halves: Uint16Array) => halves.fill(0)],
  ['no numbers', (halves: Uint16Array) => halves.fill(0x7e00, 0, 12)],
  ['one bit another', (halves: Uint16Array) => halves.set([one ^ 1])],
])('a file of the right length that holds %s is computed anew, and the log says so', async (_, damage) => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  try {
    const tower = quadrants();
    const a = await image('a.png', 255);
    await new FeatureStore(cache(), tower).prepare([a], 8);
    const file = path.join(cache(), files()[0]!);
    const whole = readFileSync(file);
    const halves = Uint16Array.from({ length: whole.length / 2 }, (__, at) => whole.readUInt16LE(2 * at));
    expect(halves[0]).toBe(one);
    damage(halves);
    writeFileSync(file, new Uint8Array(halves.buffer));
    // Fewer views than before: the damaged file does not stay beside theirs to be found damaged each time.
    const store = new FeatureStore(cache(), tower);
    await store.prepare([a], 1);
    expect(tower.calls).toBe(2);
    expect(store.read([a.id], 0)[0]).toBe(1);
    expect(log.mock.calls).toEqual([[expect.stringContaining(file)]]);
    await new FeatureStore(cache(), tower).prepare([a], 1);
    expect(tower.calls).toBe(2);
  } finally {
    log.mockRestore();
  }
});

it('of a file with more views only those that are asked for need be sound', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  try {
    const tower = quadrants();
    const a = await image('a.png', 255);
    await new FeatureStore(cache(), tower).prepare([a], 8);
    const file = path.join(cache(), files()[0]!);
    const whole = readFileSync(file);
    whole[5 * 24]! ^= 1;
    writeFileSync(file, whole);
    const store = new FeatureStore(cache(), tower);
    await store.prepare([a], 2);
    expect(tower.calls).toBe(1);
    expect(() => store.read([a.id], [5])).toThrow('before it was prepared');
    await store.prepare([a], 8);
    expect(tower.calls).toBe(2);
    expect(readFileSync(file).equals(whole)).toBe(false);
  } finally {
    log.mockRestore();
  }
});

it('a file that is gone after it was prepared is named', async () => {
  const a = await image('a.png', 255);
  const store = new FeatureStore(cache(), quadrants());
  await store.prepare([a], 1);
  rmSync(cache(), { recursive: true });
  expect(() => store.read([a.id], 0)).toThrow('.1.f16 cannot be read');
});

it('a cache that cannot be written ends it with a message naming the file, and no tensors are left', async () => {
  const a = await image('a.png', 255);
  // A file where the tower's folder would be: as on a full disk, nothing can be written there.
  mkdirSync(cache());
  writeFileSync(path.join(cache(), 'quadrants'), '');
  const before = tf.memory().numTensors;
  await expect(new FeatureStore(cache(), quadrants()).prepare([a], 1)).rejects.toMatchObject({
    code: 'unreadable_file',
    message: expect.stringContaining(path.join(cache(), 'quadrants')),
  });
  expect(tf.memory().numTensors).toBe(before);
});

it('an image that is none ends it with a message naming the file, and what came before is kept', async () => {
  const tower = quadrants();
  const good = await image('a.png', 255);
  const bad = path.join(folder, 'bad.png');
  writeFileSync(bad, 'not an image');
  const store = new FeatureStore(cache(), tower);
  await expect(store.prepare([good, { id: 2, path: bad }], 1)).rejects.toThrow(bad);
  expect(files()).toHaveLength(1);
  await expect(store.prepare([{ id: 3, path: path.join(folder, 'none.png') }], 1)).rejects.toThrow('none.png');
});

it('a callback that throws ends the work, and no tensors are left', async () => {
  const images = await Promise.all([10, 20, 30].map((red) => image(`${red}.png`, red)));
  const before = tf.memory().numTensors;
  const stop = (): void => {
    throw new Error('stopped');
  };
  await expect(new FeatureStore(cache(), quadrants()).prepare(images, 2, stop)).rejects.toThrow('stopped');
  expect(tf.memory().numTensors).toBe(before);
  expect(files()).toHaveLength(1);
});
