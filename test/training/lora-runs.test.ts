import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alphaKey } from '../../main/checkpoint/adapters.ts';
import { openSafetensors } from '../../main/checkpoint/safetensors.ts';
import { openModelWeights } from '../../main/models/library/model-weights.ts';
import { wholePlace } from '../../main/models/model-place.ts';
import { tf } from '../../main/tensor/backend.ts';
import { tinyFolder } from '../support/tiny-folder.ts';
import { checkpointsOf, pointsOf, run, sampleImages } from './support.ts';
import { copyTinyModel, validationCaptions } from './tiny-models.ts';

const images = [...sampleImages('train', 0, 8), ...sampleImages('val', 20, 2)];
const usual = { start: 'pretrained', views: 1, dropout: 0, 'crossEntropy.epochs': 1, 'scst.samplesPerImage': 2 };
const lora = { 'lora.rank': 2, 'crossEntropy.learningRate': 0.05 };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir lora '));
});
afterEach(() => rmSync(folder, { recursive: true }));

const readAll = (directory: string, name: string): Float32Array => {
  const source = openModelWeights(wholePlace({ directory }));
  try {
    return source.read(name).data;
  } finally {
    source.close();
  }
};

describe.each([
  ['instructblip-t5', 'language_model.decoder.block.0.layer.1.EncDecAttention.v'],
  ['instructblip-vicuna', 'language_model.model.layers.0.self_attn.q_proj'],
  ['blip-caption', 'text_decoder.bert.encoder.layer.0.attention.self.query'],
])('LoRA on %s', (name, layer) => {
  it.skipIf(!tinyFolder(name))(
    'trains adapters alone, saves them apart from the model, and is read back merged; a run can go on from it',
    async () => {
      const directory = copyTinyModel(name, folder);
      const before = tf.memory().numTensors;
      const { told } = await run({ images, folder, modelDirectory: directory, overrides: { ...usual, ...lora } });
      expect(tf.memory().numTensors).toBe(before);
      const [first] = pointsOf(told).filter(({ phase }) => phase === 'cross-entropy');
      expect(first!.values.gradientNorm).toBeGreaterThan(0);

      const last = checkpointsOf(told).at(-1)!;
      const saved = openSafetensors(path.join(last.directory, 'model.safetensors'));
      expect([...saved.tensors.keys()].every((each) => /\.lora_[AB]\.weight$/.test(each))).toBe(true);
      expect(saved.tensors.get(`${layer}.lora_A.weight`)!.shape[0]).toBe(2);
      expect(saved.metadata[alphaKey]).toBe('16');
      // The run's whole configuration stands in the file itself.
      expect(JSON.parse(saved.metadata.config!)).toMatchObject({ lora: { rank: 2 }, crossEntropy: { epochs: 1 } });
      saved.close();

      const plain = readAll(directory, `${layer}.weight`);
      const merged = readAll(last.directory, `${layer}.weight`);
      expect(merged).not.toEqual(plain);
      // What validation wrote through the adapters is what the merged model writes.
      const samples = told.filter((one) => one.type === 'samples').at(-1)!;
      const shown = samples.samples.map(({ caption }) => caption.toLowerCase().replace(/\.$/, ''));
      expect(await validationCaptions({ directory: last.directory }, folder, images)).toEqual(shown);

      const further = path.join(folder, 'further');
      const whole = { images, folder: further, modelDirectory: last.directory, overrides: usual };
      const next = checkpointsOf((await run(whole)).told).at(-1)!;
      const after = readAll(next.directory, `${layer}.weight`);
      // InstructBLIP's language model is frozen in the second run, so what the first one changed stays as it was.
      if (name === 'blip-caption') expect(after).not.toEqual(merged);
      else expect(after).toEqual(merged);
    },
  );
});

describe('LoRA that cannot be', () => {
  const started = (overrides: object, modelDirectory: string) =>
    run({ images, folder, modelDirectory, overrides: { ...usual, ...overrides } });

  it.skipIf(!tinyFolder('blip-caption'))(
    'layers of the vision tower, or none at all, are refused by the setting’s name, and nothing leaks',
    async () => {
      const directory = copyTinyModel('blip-caption', folder);
      const before = tf.memory().numTensors;
      await expect(started({ 'lora.rank': 2, 'lora.layers': 'qkv$' }, directory)).rejects.toThrow(
        '"lora.layers" (qkv$) names vision.block.0.qkv',
      );
      await expect(started({ 'lora.rank': 2, 'lora.layers': '^nothing$' }, directory)).rejects.toThrow(
        /No linear layer is named like \/\^nothing\$\/\. There are decoder\.(?!.*vision)/,
      );
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  it('nadir-mini is trained whole', async () => {
    await expect(started({ start: 'fresh', 'lora.rank': 2 }, '')).rejects.toThrow('"lora.rank") to 0');
  });
});
