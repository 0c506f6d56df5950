import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { readSafetensors } from '../../../main/checkpoint/safetensors.ts';
import { modelFiles } from '../../../main/models/nadir-mini/files.ts';
import { loadNadirMini, saveNadirMini } from '../../../main/models/nadir-mini/folder.ts';
import type { NadirMini } from '../../../main/models/nadir-mini/model.ts';
import { tf } from '../../../main/tensor/backend.ts';
import { captions, features, smallConfig, smallModel, smallVocabulary } from './small-model.ts';

let model: NadirMini;
let folder: string;
let before: number;
const file = (name: keyof typeof modelFiles): string => path.join(folder, modelFiles[name]);
beforeAll(() => {
  model = smallModel();
});
afterAll(() => model.dispose());
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'nadir-model-')), 'a model é');
  saveNadirMini(model, folder, { metadata: { epoch: '3' } });
  before = tf.memory().numTensors;
});
// Every test here also shows that a model that could not be loaded leaves nothing behind.
afterEach(() => {
  rmSync(path.dirname(folder), { recursive: true });
  expect(tf.memory().numTensors).toBe(before);
});

it('a saved model read back is the same: sizes, words, logits to the bit, and what is trained', () => {
  const read = loadNadirMini(folder);
  expect(read.config).toEqual(smallConfig);
  expect(read.vocabulary.words).toEqual(smallVocabulary.words);
  const logits = (of: NadirMini): Float32Array =>
    tf.tidy(() => of.logits(of.encode(features(2), null), captions(2, 4), 4, null).dataSync() as Float32Array);
  expect(logits(read)).toEqual(logits(model));
  expect([...read.trainableParameters().keys()]).toEqual([...model.trainableParameters().keys()]);
  expect(readSafetensors(file('weights')).metadata).toEqual({ epoch: '3' });
  read.dispose();
});

it('saving over a folder replaces it, and F16 takes half of it', () => {
  const whole = statSync(file('weights')).size;
  saveNadirMini(model, folder, { type: 'F16' });
  const half = statSync(file('weights')).size;
  expect(half / whole).toBeGreaterThan(0.5);
  expect(half / whole).toBeLessThan(0.51);
  loadNadirMini(folder).dispose();
});

it.each(['config', 'vocabulary', 'weights'] as const)('a folder without its %s is named', (name) => {
  rmSync(file(name));
  expect(() => loadNadirMini(folder)).toThrow(file(name));
  expect(() => loadNadirMini(folder)).toThrow(expect.objectContaining({ code: 'not_found' }));
});

it.each([
  ['config', '{"model": "nadir-mini", "version": 2}', 'version'],
  ['config', '{"model": "nadir-mini"', 'JSON'],
  ['vocabulary', '{"words": ["a", "b", "c", "d", "e"]}', 'must begin with the words'],
  ['vocabulary', '[]', 'it is a list, not an object'],
] as const)('a %s of %s is refused by name, with the reason', (name, text, reason) => {
  writeFileSync(file(name), text);
  expect(() => loadNadirMini(folder)).toThrow(file(name));
  expect(() => loadNadirMini(folder)).toThrow(reason);
  expect(() => loadNadirMini(folder)).toThrow(expect.objectContaining({ code: 'malformed_file' }));
});

it('weights of another size or cut short are refused by name', () => {
  const { words } = JSON.parse(readFileSync(file('vocabulary'), 'utf8')) as { words: string[] };
  writeFileSync(file('vocabulary'), JSON.stringify({ words: [...words, 'zebra'] }));
  expect(() => loadNadirMini(folder)).toThrow(
    `The weights in ${file('weights')} do not fit the model. Tensors of another shape: embedding is [11, 16], expected [12, 16].`,
  );
  truncateSync(file('weights'), statSync(file('weights')).size - 1);
  expect(() => loadNadirMini(folder)).toThrow(file('weights'));
});
