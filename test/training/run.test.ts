import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors } from '../../main/checkpoint/safetensors.ts';
import { captionImages } from '../../main/generation/caption-images.ts';
import { sentence } from '../../main/generation/sentence.ts';
import { FeatureStore } from '../../main/models/features/feature-store.ts';
import { loadNadirMini } from '../../main/models/nadir-mini/folder.ts';
import { darknetTower, loadTower } from '../../main/models/tiny-darknet/tower.ts';
import { tf } from '../../main/tensor/backend.ts';
import { channelStatistics } from '../../main/training/starting-learner.ts';
import { StopRequested } from '../../main/training/training-port.ts';
import { checkpointsOf, pointsOf, run, sampleImages, type Told } from './support.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir run 測試 '));
});
afterAll(() => rmSync(folder, { recursive: true }));

const train = sampleImages('train', 0, 8);
const val = sampleImages('val', 20, 4);
// Nobody may look at them: their files are not even there.
const test = sampleImages('test', 40, 2).map((image) => ({ ...image, path: `${image.path}.gone` }));
const images = [...train, ...test, ...val];
const weights = (directory: string): Buffer => readFileSync(path.join(directory, 'model.safetensors'));

describe('a run of two epochs of cross-entropy and one of self-critical training', () => {
  let told: readonly Told[];
  let tensorsLeft: number;
  beforeAll(async () => {
    const before = tf.memory().numTensors;
    const result = await run({ images, folder });
    tensorsLeft = tf.memory().numTensors - before;
    expect(result.stopped).toBe(false);
    told = result.told;
  });

  it('prepares the images, then tells a point a step, and samples and a checkpoint at the end of each phase', () => {
    const seen = told
      .filter(({ type }) => type !== 'progress')
      .map((one) => (one.type === 'point' ? `${one.point.phase} ${one.point.step}` : one.type));
    expect(seen).toEqual([
      'cross-entropy 1',
      'cross-entropy 2',
      'cross-entropy 3',
      'cross-entropy 4',
      'samples',
      'checkpoint',
      'scst 1',
      'scst 2',
      'samples',
      'checkpoint',
    ]);
    const stages = told.flatMap((one) => (one.type === 'progress' ? [`${one.stage} ${one.done}/${one.total}`] : []));
    expect(stages.slice(0, 12)).toEqual(Array.from({ length: 12 }, (_, at) => `Preparing images ${at + 1}/12`));
    expect(stages.slice(12)).toEqual([
      ...[1, 2, 3, 4].map((step) => `Cross-entropy ${step}/4`),
      ...[1, 2].map((step) => `Self-critical training ${step}/2`),
    ]);
  });

  it('epochs are counted in each phase, in parts between the checkpoints', () => {
    expect(pointsOf(told).map(({ epoch }) => epoch)).toEqual([0.5, 1, 1.5, 2, 0.5, 1]);
  });

  it('points carry the figures of their phase', () => {
    const [first, , , , scst, second] = pointsOf(told);
    expect(Object.keys(first!.values).sort()).toEqual(['gradientNorm', 'learningRate', 'loss']);
    const figures = ['reward', 'entropy', 'length', 'learningRate', 'gradientNorm', 'equalGroups', 'loss', 'cider'];
    expect(Object.keys(scst!.values)).toEqual(expect.arrayContaining([...figures, 'greedyReward']));
    expect(Object.keys(second!.values)).toEqual(expect.arrayContaining(figures));
    expect(second!.values).not.toHaveProperty('greedyReward'); // It is measured every fifth step.
    for (const { values } of pointsOf(told)) expect(Object.values(values).every(Number.isFinite)).toBe(true);
  });

  it('checkpoints are named by phase and step, carry validation metrics, and lie where they say', () => {
    const found = checkpointsOf(told);
    expect(found.map(({ name, phase, epoch, step }) => [name, phase, epoch, step])).toEqual([
      ['ce-000004', 'cross-entropy', 2, 4],
      ['scst-000002', 'scst', 1, 2],
    ]);
    for (const { directory, name, metrics } of found) {
      expect(directory).toBe(path.join(folder, 'run', 'checkpoints', name));
      expect(readdirSync(directory).sort()).toEqual(['config.json', 'model.safetensors', 'vocabulary.json']);
      for (const id of ['cider', 'bleu_4', 'rouge_l', 'oversight_rate', 'bad_ending_rate', 'distinct_captions'])
        expect(metrics[id], id).toBeGreaterThanOrEqual(0);
    }
  });

  it('a checkpoint is the best when no earlier one has a higher CIDEr', () => {
    let highest = Number.NEGATIVE_INFINITY;
    for (const { best, metrics } of checkpointsOf(told)) {
      expect(best).toBe(metrics.cider! >= highest);
      highest = Math.max(highest, metrics.cider!);
    }
  });

  it('a checkpoint’s folder loads, and captions the validation images as the samples told', async () => {
    const { directory } = checkpointsOf(told).at(-1)!;
    const samples = told.findLast((one) => one.type === 'samples')!;
    const model = loadNadirMini(directory);
    const store = new FeatureStore(path.join(folder, 'cache'), darknetTower(model.visionTower));
    await store.prepare(val, 1);
    const ids = val.map(({ id }) => id);
    const decoding = { strategy: 'greedy', beams: 1, temperature: 1, maxNewTokens: 8, seed: 1 } as const;
    const written = await captionImages(model, store, ids, decoding);
    const captions = written.map(({ tokens }, at) => ({ imageId: ids[at], caption: sentence(model.words(tokens)) }));
    expect(samples.samples).toEqual(captions);
    model.dispose();
  });

  it('a fresh model’s channels are standardised over the training images alone', async () => {
    const tower = loadTower();
    const store = new FeatureStore(path.join(folder, 'cache'), darknetTower(tower));
    await store.prepare(train, 1);
    const expected = channelStatistics(
      store,
      train.map(({ id }) => id),
    );
    const { tensors } = readSafetensors(path.join(checkpointsOf(told)[0]!.directory, 'model.safetensors'));
    expect(tensors.get('image_tokens.scale.mean')!.data).toEqual(expected.mean);
    expect(tensors.get('image_tokens.scale.deviation')!.data).toEqual(expected.deviation);
    tower.dispose();
  });

  it('without cross-entropy the starting model is judged first: it is what has to be beaten', async () => {
    const { directory } = checkpointsOf(told)[0]!;
    const { told: next } = await run({
      images,
      folder,
      run: 'self-critical only',
      modelDirectory: directory,
      overrides: { start: 'pretrained', 'crossEntropy.epochs': 0, 'scst.klWeight': 0.5 },
    });
    const [start, end] = checkpointsOf(next);
    expect([start!.name, start!.epoch, end!.name]).toEqual(['scst-000000', 0, 'scst-000002']);
    expect(start!.metrics).toEqual(checkpointsOf(told)[0]!.metrics);
    expect(weights(start!.directory).equals(weights(end!.directory))).toBe(false);
    const [first, second] = pointsOf(next);
    expect(first!.values.kl).toBeCloseTo(0, 6);
    expect(second!.values.kl).toBeGreaterThan(0);
  });

  it('self-critical training changes the weights', () => {
    const [first, second] = checkpointsOf(told).map(({ directory }) => weights(directory));
    expect(first!.equals(second!)).toBe(false);
  });

  it('leaves no tensors behind', () => {
    expect(tensorsLeft).toBe(0);
  });

  it('repeats bit for bit with the same seed, and not with another', async () => {
    const last = weights(checkpointsOf(told).at(-1)!.directory);
    const again = await run({ images, folder, run: 'again' });
    expect(pointsOf(again.told)).toEqual(pointsOf(told));
    expect(weights(checkpointsOf(again.told).at(-1)!.directory).equals(last)).toBe(true);
    const other = await run({ images, folder, run: 'other', overrides: { seed: 2, 'scst.epochs': 0 } });
    expect(pointsOf(other.told)[0]!.values.loss).not.toBe(pointsOf(told)[0]!.values.loss);
  });

  it('goes on from a checkpoint as its starting model, with room for new words', async () => {
    const { directory } = checkpointsOf(told)[0]!;
    const renamed = train.map((image) => ({ ...image, captions: ['A quay.'] }));
    const before = tf.memory().numTensors;
    const { told: next } = await run({
      images: [...renamed, ...val],
      folder,
      run: 'next',
      modelDirectory: directory,
      overrides: { start: 'pretrained', 'crossEntropy.epochs': 1, 'scst.epochs': 0 },
    });
    const model = loadNadirMini(checkpointsOf(next)[0]!.directory);
    const start = loadNadirMini(directory);
    expect(model.vocabulary.words.slice(0, start.vocabulary.size)).toEqual(start.vocabulary.words);
    expect(model.vocabulary.words.slice(start.vocabulary.size)).toEqual(['quay']);
    model.dispose();
    start.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('a stop', () => {
  it('between two steps saves what was learned, with its part of the epoch, and ends the run there', async () => {
    let steps = 0;
    const { stopped, told } = await run({
      images,
      folder,
      run: 'stopped',
      overrides: { 'crossEntropy.imagesPerStep': 2 },
      onTold: ({ type }) => {
        if (type === 'point') steps++;
      },
      onTurn: () => {
        if (steps === 3) throw new StopRequested();
      },
    });
    expect(stopped).toBe(true);
    expect(pointsOf(told)).toHaveLength(3);
    expect(checkpointsOf(told).map(({ name, epoch }) => [name, epoch])).toEqual([['ce-000003', 0.75]]);
    expect(told.at(-1)!.type).toBe('checkpoint');
    loadNadirMini(checkpointsOf(told)[0]!.directory).dispose();
  });

  it('in self-critical training saves it as that phase’s', async () => {
    let seen = 0;
    const { stopped, told } = await run({
      images,
      folder,
      run: 'stopped later',
      overrides: { 'crossEntropy.epochs': 1 },
      onTold: (one) => {
        if (one.type === 'point' && one.point.phase === 'scst') seen++;
      },
      onTurn: () => {
        if (seen > 0) throw new StopRequested();
      },
    });
    expect(stopped).toBe(true);
    expect(checkpointsOf(told).map(({ name }) => name)).toEqual(['ce-000002', 'scst-000001']);
  });

  it('while images are prepared ends the run without a checkpoint, and without tensors left', async () => {
    const before = tf.memory().numTensors;
    let turns = 0;
    const onTurn = (): void => {
      turns++;
      if (turns === 2) throw new StopRequested();
    };
    const { stopped, told } = await run({ images, folder, run: 'stopped first', onTurn });
    expect([stopped, told.length]).toEqual([true, 2]);
    expect(tf.memory().numTensors).toBe(before);
  });
});
