import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSafetensors } from '../../main/checkpoint/safetensors.ts';
import { baseName, type ModelPlace, wholePlace } from '../../main/models/model-place.ts';
import { tf } from '../../main/tensor/backend.ts';
import { tinyFolder } from '../support/tiny-folder.ts';
import { checkpointsOf, pointsOf, run, sampleImages } from './support.ts';
import { copyTinyModel, hasTinyModel, validationCaptions } from './tiny-models.ts';

const images = [...sampleImages('train', 0, 8), ...sampleImages('val', 20, 2)];
const overrides = {
  start: 'pretrained',
  views: 1,
  dropout: 0,
  'crossEntropy.epochs': 1,
  'scst.samplesPerImage': 3,
  // Samples of random weights share no words with the references: only their lengths differ in what they earn.
  'scst.rewards.length': 1,
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir library '));
});
afterEach(() => rmSync(folder, { recursive: true }));

const captionsOf = (place: ModelPlace): Promise<string[]> => validationCaptions(place, folder, images);

describe.each(['instructblip-t5', 'instructblip-vicuna', 'blip-2', 'blip-caption'])('%s', (name) => {
  it.skipIf(!hasTinyModel(name))(
    'is fine-tuned by both phases, and its checkpoints hold what was trained',
    async () => {
      const directory = copyTinyModel(name, folder);
      const before = tf.memory().numTensors;
      const { stopped, told } = await run({ images, folder, modelDirectory: directory, overrides });
      expect(stopped).toBe(false);
      expect(tf.memory().numTensors).toBe(before);
      const points = pointsOf(told);
      expect(new Set(points.map(({ phase }) => phase))).toEqual(new Set(['cross-entropy', 'scst']));
      for (const { values } of points) expect(values.gradientNorm).toBeGreaterThan(0);

      const last = checkpointsOf(told).at(-1)!;
      expect(existsSync(path.join(last.directory, baseName))).toBe(true);
      // The vision tower and the language model of InstructBLIP are frozen, so the checkpoint is smaller than the model.
      const bytes = (place: string) => statSync(path.join(place, 'model.safetensors')).size;
      expect(bytes(last.directory)).toBeLessThan(bytes(directory) * 0.6);
      const trained = openSafetensors(path.join(last.directory, 'model.safetensors'));
      const whole = openSafetensors(path.join(directory, 'model.safetensors'));
      const names = [...trained.tensors.keys()];
      expect(names.some((each) => /vision|visual/.test(each))).toBe(false);
      expect(names.filter((each) => !whole.tensors.has(each))).toEqual([]);
      const changed = names.filter(
        (each) => !Buffer.from(trained.read(each).data.buffer).equals(Buffer.from(whole.read(each).data.buffer)),
      );
      expect(changed.length).toBeGreaterThan(names.length / 2);
      trained.close();
      whole.close();

      // What validation wrote is what the checkpoint writes when it is opened again.
      const samples = told.filter((one) => one.type === 'samples').at(-1)!;
      const words = await captionsOf({ directory: last.directory });
      const shown = samples.samples.map(({ caption }) => caption.toLowerCase().replace(/\.$/, ''));
      expect(words).toEqual(shown);
      expect(tf.memory().numTensors).toBe(before);
    },
  );
});

describe('a LAVIS pair', () => {
  const lavis = tinyFolder('lavis-t5');
  const place = (directory: string): ModelPlace => ({
    directory,
    weights: path.join(directory, 'instruct_blip_t5_tiny.pth'),
    fineTuned: [path.join(directory, 'checkpoint_1.pth')],
  });

  it.skipIf(!lavis)('captions, and a checkpoint that names it as its base lies over both of its files', async () => {
    const directory = copyTinyModel('lavis-t5', folder);
    const captions = await captionsOf(place(directory));
    expect(captions).toHaveLength(2);
    const base = path.join(folder, 'run');
    mkdirSync(base);
    writeFileSync(path.join(base, baseName), JSON.stringify({ version: 1, ...place(directory) }));
    copyFileSync(path.join(directory, 'config.json'), path.join(base, 'config.json'));
    expect(wholePlace({ directory: base }).fineTuned).toEqual([
      path.join(directory, 'checkpoint_1.pth'),
      path.join(base, 'model.safetensors'),
    ]);
    writeFileSync(path.join(base, baseName), '{"version": 2}');
    expect(() => wholePlace({ directory: base })).toThrow(path.join(base, baseName));
    expect(readFileSync(path.join(base, 'config.json'), 'utf8')).toContain('instructblip');
  });
});
