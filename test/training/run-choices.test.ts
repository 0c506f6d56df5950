import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors } from '../../main/checkpoint/safetensors.ts';
import { saveNadirMini } from '../../main/models/nadir-mini/folder.ts';
import { tf } from '../../main/tensor/backend.ts';
import { smallModel, worst } from '../models/nadir-mini/small-model.ts';
import { checkpointsOf, pointsOf, run, sampleImages, type Told } from './support.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir-run-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const train = sampleImages('train', 0, 8);

/** How far apart two checkpoints are, at their furthest weight. */
function apart(one: string, other: string): number {
  const [a, b] = [one, other].map((directory) => readSafetensors(path.join(directory, 'model.safetensors')).tensors);
  return Math.max(...[...a!].map(([name, { data }]) => worst(data, b!.get(name)!.data)));
}

it('self-critical training starts from the best cross-entropy weights, not from the last', async () => {
  const modelDirectory = path.join(folder, 'small');
  const model = smallModel(2); // One that says something before it has learned anything.
  saveNadirMini(model, modelDirectory);
  model.dispose();
  const val = sampleImages('val', 20, 3).map((image, at) => ({ ...image, captions: [`Nothing like it ${at}.`] }));
  // So small a learning rate changes no caption; what the model says of the first image is found out first.
  const overrides = {
    start: 'pretrained',
    'crossEntropy.learningRate': 1e-6,
    'crossEntropy.warmUpSteps': 0,
    'crossEntropy.finalShare': 1,
    'crossEntropy.weightDecay': 0,
    'scst.learningRate': 1e-8,
    'scst.weightDecay': 0,
    'scst.rewards': { length: 1 },
  };
  const images = [...train, ...val];
  const once = { ...overrides, 'crossEntropy.epochs': 1, 'scst.epochs': 0 };
  const { told: before } = await run({ images, folder, run: 'once', modelDirectory, overrides: once });
  const { caption } = before.find((one) => one.type === 'samples')!.samples[0]!;

  expect(caption).not.toBe('');
  // Eight steps an epoch: a checkpoint after the fourth, where that is the reference, and after the last, where it is not.
  val[0]!.captions.splice(0, 1, caption);
  const { told } = await run({
    images,
    folder,
    modelDirectory,
    overrides: { ...overrides, 'crossEntropy.epochs': 5, 'crossEntropy.imagesPerStep': 1 },
    onTold: ({ type }) => {
      if (type === 'checkpoint') val[0]!.captions.splice(0, 1, 'No such thing.');
    },
  });
  const [best, last, scst] = checkpointsOf(told);
  expect([best, last].map((one) => one!.metrics.cider! > 0)).toEqual([true, false]);
  expect([best, last, scst].map((one) => one!.best)).toEqual([true, false, false]);
  expect(apart(last!.directory, best!.directory)).toBeGreaterThan(5e-7);
  expect(apart(scst!.directory, best!.directory)).toBeLessThan(1e-7);
});

describe('what a run is judged by', () => {
  const short = { 'crossEntropy.epochs': 1, 'scst.epochs': 0, 'crossEntropy.imagesPerStep': 8 };

  it('without validation images there are no metrics, and the latest checkpoint is the best', async () => {
    const overrides = { ...short, 'scst.epochs': 1 };
    const { told } = await run({ images: train, folder, run: 'unjudged', overrides });
    expect(checkpointsOf(told).map(({ metrics, best }) => [metrics, best])).toEqual([
      [{}, true],
      [{}, true],
    ]);
  });

  it('of ten training images without a validation split the tenth judges, and is not learned from', async () => {
    const ten = sampleImages('train', 0, 10);
    const { told } = await run({ images: ten, folder, run: 'held out', overrides: short });
    const samples = told.find((one) => one.type === 'samples')!;
    expect(samples.samples.map(({ imageId }) => imageId)).toEqual([ten[9]!.id]);
  });
});

describe('captions without a word', () => {
  it('are not learned from', async () => {
    const images = train.slice(0, 2).map((image) => ({ ...image, captions: ['.', 'Trees.', ''] }));
    // Dropout and smoothing off, and one view: an image whose only caption is "Trees." gives the same losses.
    const overrides = { dropout: 0, 'crossEntropy.epochs': 2, 'scst.epochs': 0, 'crossEntropy.captionsPerImage': 1 };
    const alone = images.map((image) => ({ ...image, captions: ['Trees.'] }));
    const [withEmpty, without] = [
      await run({ images, folder, run: 'empty', overrides }),
      await run({ images: alone, folder, run: 'without', overrides }),
    ];
    expect(pointsOf(withEmpty.told)).toEqual(pointsOf(without.told));
  });

  it('are nothing to train on when there are no others', async () => {
    const images = train.slice(0, 2).map((image) => ({ ...image, captions: ['.'] }));
    await expect(run({ images, folder })).rejects.toMatchObject({ code: 'bad_input' });
  });
});

describe('what ends a run', () => {
  it('no image of the train split with a caption', async () => {
    const images = [...sampleImages('test', 0, 3), { ...train[0]!, captions: [] }];
    await expect(run({ images, folder })).rejects.toThrow('no image of the train split has a caption');
  });

  it('an image that is not there, by its name and without tensors left', async () => {
    const before = tf.memory().numTensors;
    const images = [...train, { ...train[0]!, id: 99, path: path.join(folder, 'lost.jpg') }];
    await expect(run({ images, folder })).rejects.toMatchObject({
      code: 'unreadable_file',
      message: expect.stringContaining('lost.jpg'),
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('a starting model that is not there, before any image is looked at', async () => {
    const told: Told[] = [];
    const modelDirectory = path.join(folder, 'no model');
    const overrides = { start: 'pretrained' };
    const outcome = run({ images: train, folder, modelDirectory, overrides, onTold: (one) => told.push(one) });
    await expect(outcome).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining(path.join(modelDirectory, 'config.json')),
    });
    expect(told).toEqual([]);
  });

  it('a loss that is not a number, naming the setting to lower; nothing is saved but the start that was judged', async () => {
    const broken = smallModel();
    for (const [, variable] of broken.trainableParameters())
      tf.tidy(() => variable.assign(tf.fill(variable.shape, Number.NaN)));
    const modelDirectory = path.join(folder, 'broken');
    saveNadirMini(broken, modelDirectory);
    broken.dispose();
    const before = tf.memory().numTensors;
    for (const [epochs, setting, saved] of [
      [1, 'crossEntropy.learningRate', []],
      [0, 'scst.learningRate', ['scst-000000']],
    ] as const) {
      const told: Told[] = [];
      const overrides = { start: 'pretrained', 'crossEntropy.epochs': epochs };
      const outcome = run({ images: train, folder, modelDirectory, overrides, onTold: (one) => told.push(one) });
      await expect(outcome).rejects.toMatchObject({ code: 'bad_input', message: expect.stringContaining(setting) });
      expect(pointsOf(told)).toEqual([]);
      expect(checkpointsOf(told).map(({ name }) => name)).toEqual(saved);
    }
    expect(tf.memory().numTensors).toBe(before);
  });
});
