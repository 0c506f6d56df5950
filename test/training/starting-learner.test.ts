import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { featureTensor } from '../../main/generation/caption-images.ts';
import { FeatureStore, type FrozenTower } from '../../main/models/features/feature-store.ts';
import { defaultNadirMiniConfig } from '../../main/models/nadir-mini/config.ts';
import { saveNadirMini } from '../../main/models/nadir-mini/folder.ts';
import type { NadirMini } from '../../main/models/nadir-mini/model.ts';
import { darknetTower, loadTower } from '../../main/models/tiny-darknet/tower.ts';
import { type Tensor4D, tf } from '../../main/tensor/backend.ts';
import { resolveConfig } from '../../main/training/config/presets.ts';
import type { TrainingConfig } from '../../main/training/config/training-config.ts';
import { channelStatistics, startingLearner } from '../../main/training/starting-learner.ts';
import { smallModel, worst } from '../models/nadir-mini/small-model.ts';
import { sampleImages } from './support.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir-start-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Four tokens, the mean colours of an image's quadrants, so that statistics can be worked out by hand. */
const quadrants: FrozenTower = {
  id: 'quadrants',
  preprocessing: 'square-cubic-v1',
  imageSize: 4,
  tokens: 4,
  channels: 3,
  encode: (images: Tensor4D) => tf.reshape(tf.avgPool(images, 2, 2, 'valid'), [images.shape[0], 4, 3]),
};

/** A black 4×4 image whose upper left quadrant has the given red. */
async function image(red: number): Promise<{ id: number; path: string }> {
  const pixels = new Uint8Array(48);
  for (const at of [0, 1, 4, 5]) pixels[3 * at] = red;
  const file = path.join(folder, `${red}.png`);
  await sharp(pixels, { raw: { width: 4, height: 4, channels: 3 } })
    .png()
    .toFile(file);
  return { id: red, path: file };
}

describe('channel statistics', () => {
  it('are over all tokens of all images: reds 1, 0.2 and six times 0 have mean 0.15 and deviation √0.1075', async () => {
    const store = new FeatureStore(path.join(folder, 'cache'), quadrants);
    await store.prepare([await image(255), await image(51)], 8);
    const { mean, deviation } = channelStatistics(store, [255, 51]);
    expect(mean[0]).toBeCloseTo(0.15, 4);
    expect(deviation[0]).toBeCloseTo(0.32787, 4); // (1 + 0.04) / 8 − 0.0225 = 0.1075
  });

  it('never divide a dead channel by nothing', async () => {
    const store = new FeatureStore(path.join(folder, 'cache'), quadrants);
    await store.prepare([await image(255)], 1);
    const { mean, deviation } = channelStatistics(store, [255]);
    expect([mean[1], deviation[1]]).toEqual([0, Math.fround(1e-3)]);
  });

  it('of no images leave features as they are', () => {
    const store = new FeatureStore(path.join(folder, 'cache'), quadrants);
    expect(channelStatistics(store, [])).toEqual({ mean: new Float32Array(3), deviation: new Float32Array(3).fill(1) });
  });

  it('make the real tower’s channels have mean 0 and deviation 1 over the training images', async () => {
    const tower = loadTower();
    const store = new FeatureStore(path.join(folder, 'cache'), darknetTower(tower));
    const images = sampleImages('train', 0, 3);
    await store.prepare(images, 1);
    const ids = images.map(({ id }) => id);
    const { mean, deviation } = channelStatistics(store, ids);
    const [means, deviations] = tf.tidy(() => {
      const moments = tf.moments(tf.div(tf.sub(featureTensor(store, ids, 0), mean), deviation), [0, 1]);
      return [moments.mean.dataSync(), tf.sqrt(moments.variance).dataSync()];
    });
    expect(worst(means!, new Float32Array(means!.length))).toBeLessThan(1e-2);
    const alive = deviations!.filter((_, channel) => deviation[channel]! > 1e-3);
    expect(alive.length).toBeGreaterThan(500);
    expect(worst(alive, new Float32Array(alive.length).fill(1))).toBeLessThan(1e-2);
    tower.dispose();
  });
});

const words = [
  ['two', 'planes', 'at', 'a', 'quay'],
  ['a', 'quay', 'and', 'a', 'road'],
];
const startingModel = (config: TrainingConfig, directory: string, captions: typeof words): NadirMini =>
  startingLearner(config, { directory }, captions).captioner as NadirMini;
const towerOf = (model: NadirMini): readonly number[][] =>
  [...model.visionTower.namedParameters()].map(([, variable]) => [...variable.dataSync().subarray(0, 50)]);

describe('a fresh start', () => {
  const config = resolveConfig('quick', { start: 'fresh', minimumWordCount: 2, seed: 5 });

  it('has the shipping size, the words seen often enough, and the vision tower as it ships', () => {
    const model = startingModel(config, '', words);
    const tower = loadTower();
    expect(model.config).toEqual(defaultNadirMiniConfig);
    expect(model.vocabulary.words.slice(4)).toEqual(['a', 'quay']);
    const shipped = [...tower.namedParameters()].map(([, variable]) => [...variable.dataSync().subarray(0, 50)]);
    expect(towerOf(model)).toEqual(shipped);
    model.dispose();
    tower.dispose();
  });

  it('draws its weights from the seed', () => {
    const [first, again, other] = [5, 5, 6].map((seed) => {
      const model = startingModel({ ...config, seed }, '', words);
      const state = model.stateDict().get('embedding')!.data;
      model.dispose();
      return state;
    });
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });
});

describe('a pretrained start', () => {
  it('keeps the model’s words and weights and adds the dataset’s words that are seen often enough', () => {
    const saved = smallModel(9);
    const directory = path.join(folder, 'saved');
    saveNadirMini(saved, directory);
    const config = resolveConfig('quick', { start: 'pretrained', minimumWordCount: 2 });
    const model = startingModel(config, directory, words);
    expect(model.config).toEqual(saved.config);
    expect(model.vocabulary.words).toEqual([...saved.vocabulary.words, 'quay']);
    const [before, after] = [saved.stateDict(), model.stateDict()];
    const old = before.get('embedding')!.data;
    expect(after.get('embedding')!.data.subarray(0, old.length)).toEqual(old);
    expect(after.get('embedding')!.data.length).toBe(old.length + saved.config.width);
    for (const [name, { data }] of before) if (name !== 'embedding') expect(after.get(name)!.data, name).toEqual(data);
    model.dispose();
    saved.dispose();
  });

  it('that cannot be read leaves no tensors', () => {
    const before = tf.memory().numTensors;
    const config = resolveConfig('quick', { start: 'pretrained' });
    expect(() => startingModel(config, path.join(folder, 'nowhere'), words)).toThrow('nowhere');
    expect(tf.memory().numTensors).toBe(before);
  });
});
