import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSafetensors, readSafetensors, writeSafetensors } from '../../../main/checkpoint/safetensors.ts';
import { type ExportOptions, exportModel } from '../../../main/models/export/export-model.ts';
import { loadInstructBlip } from '../../../main/models/instructblip/folder.ts';
import type { ModelPlace } from '../../../main/models/model-place.ts';
import { tf } from '../../../main/tensor/backend.ts';
import { expectTheReference, lavisCheckpoints } from '../../parity/lavis-model.ts';
import { tinyFolder } from '../../support/tiny-folder.ts';
import { copyTinyModel, hasTinyModel } from '../../training/tiny-models.ts';
import { modelFacts as facts, trainedCheckpoint } from './trained-checkpoint.ts';

let folder: string;
let tensors: number;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir export ä '));
  tensors = tf.memory().numTensors;
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  expect(tf.memory().numTensors).toBe(tensors);
});

const out = (): string => path.join(folder, 'exported');
async function exported(place: ModelPlace, options: Partial<ExportOptions> = {}): Promise<string> {
  await exportModel(place, out(), { onProgress: async () => {}, ...options });
  return out();
}

const trained = (place: ModelPlace, overrides: Record<string, unknown>): string =>
  trainedCheckpoint(place, overrides, path.join(folder, 'run'));

const namesIn = (file: string): readonly string[] => {
  const source = openSafetensors(file);
  source.close();
  return [...source.tensors.keys()];
};

describe.each(['instructblip-t5', 'instructblip-vicuna', 'blip-caption', 'blip-2'])('%s', (name) => {
  it.skipIf(!hasTinyModel(name)).each([
    ['with adapters (LoRA), which are merged,', { 'lora.rank': 2 }, '(language_model|text_decoder)'],
    ['whose own weights were trained', {}, '(qformer|text_decoder)'],
  ])('%s is one folder that stands alone and computes the same, number by number', async (_, overrides, where) => {
    const base = copyTinyModel(name, folder);
    const before = facts({ directory: base });
    const run = trained({ directory: base }, overrides);
    const expected = facts({ directory: run });
    const directory = await exported({ directory: run });
    // Nothing of it lies elsewhere.
    rmSync(run, { recursive: true });
    rmSync(base, { recursive: true });
    expect(facts({ directory })).toEqual(expected);
    expect(expected.logits).not.toEqual(before.logits);
    const names = namesIn(path.join(directory, 'model.safetensors'));
    expect(names.filter((each) => each.includes('lora'))).toEqual([]);
    expect(names.some((each) => new RegExp(`^${where}\\.`).test(each))).toBe(true);
    expect(readdirSync(directory)).not.toContain('base.json');
  });
});

describe.skipIf(!tinyFolder('blip-caption'))('an exported folder', () => {
  it('holds no copy of a tied weight, which would be the one from before the training', async () => {
    const base = copyTinyModel('blip-caption', folder);
    const copy = 'text_decoder.cls.predictions.decoder.weight';
    expect(namesIn(path.join(base, 'model.safetensors'))).toContain(copy);
    const directory = await exported({ directory: trained({ directory: base }, {}) });
    const { tensors, metadata } = readSafetensors(path.join(directory, 'model.safetensors'));
    expect([...tensors.keys()]).not.toContain(copy);
    // What readers of torch's side ask for.
    expect(metadata).toEqual({ format: 'pt' });
  });

  it('has the settings, tokenizers and licence that lay with the model, links followed, and nothing else', async () => {
    const base = copyTinyModel('blip-caption', folder);
    writeFileSync(path.join(folder, 'blob'), '{"size": 56}');
    symlinkSync(path.join(folder, 'blob'), path.join(base, 'preprocessor_config.json'));
    writeFileSync(path.join(base, 'LICENSE'), 'free');
    writeFileSync(path.join(base, 'pytorch_model.bin'), 'another copy of the weights');
    writeFileSync(path.join(base, 'holiday.jpg'), 'private');
    const directory = await exported({ directory: base });
    expect(readdirSync(directory).sort()).toEqual(
      ['LICENSE', 'config.json', 'model.safetensors', 'preprocessor_config.json', 'vocab.txt'].sort(),
    );
    expect(readFileSync(path.join(directory, 'preprocessor_config.json'), 'utf8')).toBe('{"size": 56}');
  });

  it('has a config that names the type of its weights, so that no reader rounds them', async () => {
    const base = copyTinyModel('blip-caption', folder);
    const file = path.join(base, 'config.json');
    const given = readFileSync(file, 'utf8');
    // A float that JavaScript would write as 0 stays one: the reference refuses a whole number there.
    expect(given).toContain('"label_smoothing": 0.0');
    const typed = (type: string) =>
      given
        .replace('{', `{ "torch_dtype": "${type}",`)
        .replace('"text_config": {', `"text_config": { "dtype":"${type}",`);
    writeFileSync(file, typed('bfloat16'));
    const directory = await exported({ directory: base });
    expect(readFileSync(path.join(directory, 'config.json'), 'utf8')).toBe(typed('float32'));
  });

  it('has its weights in several files with an index where they are large', async () => {
    const base = copyTinyModel('blip-caption', folder);
    const expected = facts({ directory: base });
    const shardBytes = 60_000;
    const directory = await exported({ directory: base }, { shardBytes });
    const files = readdirSync(directory).filter((name) => name.endsWith('.safetensors'));
    expect(files.length).toBeGreaterThan(2);
    expect(files[0]).toBe(`model-00001-of-${String(files.length).padStart(5, '0')}.safetensors`);
    for (const file of files) {
      const names = namesIn(path.join(directory, file));
      const head = 200 * (names.length + 1);
      if (names.length > 1) expect(statSync(path.join(directory, file)).size).toBeLessThan(shardBytes + head);
    }
    const index = JSON.parse(readFileSync(path.join(directory, 'model.safetensors.index.json'), 'utf8'));
    const numbers = [...expected.weights.values()].reduce((sum, { length }) => sum + length, 0);
    expect(index.metadata.total_size).toBe(4 * numbers);
    expect(facts({ directory })).toEqual(expected);
  });

  it('tells how many bytes are written, up to all of them', async () => {
    const base = copyTinyModel('blip-caption', folder);
    const told: number[] = [];
    await exported({ directory: base }, { onProgress: async (done, total) => void told.push(done / total) });
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
  });
});

const lavis = tinyFolder('lavis-t5');
const inputs = lavis && tinyFolder('instructblip-t5');
describe.skipIf(!lavis || !inputs)('LAVIS’s .pth with the fine-tuned one over it', () => {
  it('is written by Hugging Face’s names and gives the logits and the loss of the reference', async () => {
    const { full, fineTuned } = lavisCheckpoints(lavis!);
    const directory = await exported({ directory: lavis!, weights: full, fineTuned: [fineTuned] });
    const names = namesIn(path.join(directory, 'model.safetensors'));
    const parts = new Set(names.map((name) => name.split('.')[0]));
    expect([...parts].sort()).toEqual([
      'language_model',
      'language_projection',
      'qformer',
      'query_tokens',
      'vision_model',
    ]);
    const model = loadInstructBlip(directory);
    expectTheReference(model, lavis!, inputs!);
    model.dispose();
  });
});

describe.skipIf(!tinyFolder('blip-caption'))('an export that cannot be', () => {
  const failing = async (place: ModelPlace, options: Partial<ExportOptions>, message: string | RegExp) => {
    await expect(exported(place, options)).rejects.toThrow(message);
    expect(existsSync(out())).toBe(false);
  };

  it('for want of room says how much is needed and how much there is', async () => {
    const base = copyTinyModel('blip-caption', folder);
    await failing(
      { directory: base },
      { freeBytes: () => 3e6 },
      /takes about 11 MB, and 3 MB are free at .*nadir export/,
    );
  });

  it('because it was cancelled leaves nothing behind', async () => {
    const base = copyTinyModel('blip-caption', folder);
    const onProgress = async (done: number) => {
      if (done > 10_000) throw new Error('cancelled here');
      expect(existsSync(path.join(out(), 'model.safetensors'))).toBe(true);
    };
    await failing({ directory: base }, { onProgress }, 'cancelled here');
  });

  it('into a folder that is there already leaves that as it was', async () => {
    const base = copyTinyModel('blip-caption', folder);
    const taken = path.join(folder, 'taken');
    await exportModel({ directory: base }, taken, { onProgress: async () => {} });
    const before = readdirSync(taken);
    await expect(exportModel({ directory: base }, taken, { onProgress: async () => {} })).rejects.toThrow('EEXIST');
    expect(readdirSync(taken)).toEqual(before);
  });

  it.each([
    ['a tensor that the layout has no name for', 'extra', 'Tensors not expected: vision_model.adapter.weight'],
    ['fewer tensors than its config', 'fewer', 'Tensors missing: text_decoder.bert.embeddings.LayerNorm.bias'],
    ['no vision tower', 'part', 'holds no vision tower'],
  ] as const)('of weights with %s says so', async (_, kind, message) => {
    const base = copyTinyModel('blip-caption', folder);
    const file = path.join(base, 'model.safetensors');
    const { tensors } = readSafetensors(file);
    const changed = new Map(tensors);
    if (kind === 'extra') changed.set('vision_model.adapter.weight', { shape: [1], data: new Float32Array(1) });
    if (kind === 'fewer') changed.delete('text_decoder.bert.embeddings.LayerNorm.bias');
    if (kind === 'part') for (const name of tensors.keys()) if (name.startsWith('vision_model.')) changed.delete(name);
    writeSafetensors(file, changed);
    await failing({ directory: base }, {}, message);
  });

  it('of nadir-mini, whose layout is its own, is refused', async () => {
    const mini = path.join(import.meta.dirname, '../../../resources/models/nadir-mini');
    await failing({ directory: mini }, {}, 'layout of its own');
  });
});
