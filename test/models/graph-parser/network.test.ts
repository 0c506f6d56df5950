import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CaptionParser, factualText } from '../../../main/models/graph-parser/caption-parser.ts';
import { openDictionary } from '../../../main/models/graph-parser/dictionary.ts';
import { loadParserModel, type ParserModel, saveParserModel } from '../../../main/models/graph-parser/folder.ts';
import { SentenceReader } from '../../../main/models/graph-parser/reader.ts';
import { tf } from '../../../main/tensor/backend.ts';
import { smallParser } from './small-parser.ts';

let model: ParserModel;
let folder: string;
beforeAll(() => {
  model = smallParser();
  folder = mkdtempSync(path.join(tmpdir(), 'nadir-parser-'));
});
afterAll(() => {
  model.network.dispose();
  rmSync(folder, { recursive: true });
});

const sentences = [
  ['a', 'car', 'on', 'a', 'road'],
  ['two', 'tall', 'trees'],
  ['house'],
  ['a', 'tree', 'by', 'the', 'road'],
];
const readerOf = ({ network, vocabulary, labels }: ParserModel): SentenceReader =>
  new SentenceReader(network, vocabulary, labels);

it('a sentence is read the same alone and among others, and again', () => {
  const reader = readerOf(model);
  const together = reader.read(sentences);
  expect(reader.read(sentences)).toEqual(together);
  for (const [at, sentence] of sentences.entries()) expect(readerOf(model).read([sentence])).toEqual([together[at]]);
});

it('a parser read back from its folder reads the same, and names what it is', () => {
  saveParserModel(model, folder, 'F32');
  const read = loadParserModel(folder);
  expect(readerOf(read).read(sentences)).toEqual(readerOf(model).read(sentences));
  expect(read.metadata).toEqual({ version: 'test' });
  expect(read.vocabulary.knows('house')).toBe(true);
  // A misspelling that somebody published a vector of is none the less one.
  expect(read.vocabulary.knows('hosue')).toBe(false);
  // "two" is learned but not common: it may be a misspelling.
  expect(read.vocabulary.knows('two')).toBe(false);
  read.network.dispose();
  const whole = statSync(path.join(folder, 'model.safetensors')).size;
  saveParserModel(model, folder, 'F16');
  expect(statSync(path.join(folder, 'model.safetensors')).size).toBeLessThan(0.65 * whole);
});

it('a folder that lacks a file or holds another model is named, and leaves no tensors', () => {
  const before = tf.memory().numTensors;
  expect(() => loadParserModel(path.join(folder, 'nothing'))).toThrow(/nothing/);
  saveParserModel(model, folder, 'F32');
  writeFileSync(path.join(folder, 'labels.json'), '{"replacements":[],"templates":["on"]}');
  expect(() => loadParserModel(folder)).toThrow(/do not fit the model/);
  expect(tf.memory().numTensors).toBe(before);
});

it('reading leaves no tensors behind', () => {
  const reader = readerOf(model);
  const before = tf.memory().numTensors;
  reader.read(sentences);
  expect(tf.memory().numTensors).toBe(before);
});

it('any text gives facts or none: empty, one word, five hundred words, other scripts, pictures, control characters', () => {
  const parser = new CaptionParser(model, openDictionary());
  const hostile = [
    '',
    '   \n\t ',
    'car',
    '... !!! ???',
    Array.from({ length: 500 }, (_, at) => (at % 3 ? 'tree' : 'car')).join(' '),
    '一架飞机停在跑道上',
    'два дерева у дороги',
    '🏠🏠 🌳',
    '\u0000\u001b[31mcar\u200d\ufeff',
    'x'.repeat(100_000),
    '( car , is , red ) ) ) ((',
    '\ud800 lone surrogate',
    'a '.repeat(30_000),
  ];
  const read = parser.read(hostile);
  expect(read).toHaveLength(hostile.length);
  expect(read[0]).toEqual([]);
  expect(read[1]).toEqual([]);
  expect(read[3]).toEqual([]);
  for (const sentences of read) expect(factualText(sentences)).not.toMatch(/undefined|NaN/);
  // Five hundred words are cut at twelve: 42 sentences.
  expect(read[4]).toHaveLength(42);
});
