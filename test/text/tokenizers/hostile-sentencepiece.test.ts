import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AppError } from '../../../main/errors/app-error.ts';
import { SentencePieceTokenizer } from '../../../main/text/tokenizers/sentencepiece.ts';
import { pieceKinds } from '../../../main/text/tokenizers/sentencepiece-model.ts';
import { expectRefused } from '../../checkpoint/support/refused.ts';

const whole = readFileSync(path.join(import.meta.dirname, 'fixtures/unigram.model'));
let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir hostile '));
  file = path.join(folder, 'spiece.model');
});
afterAll(() => rmSync(folder, { recursive: true }));
const read = (content: Buffer | string): SentencePieceTokenizer => {
  writeFileSync(file, content);
  return SentencePieceTokenizer.read(file);
};

/** A varint of protocol buffers. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}
/** A field of bytes. */
const field = (number: number, content: Buffer | string): Buffer => {
  const bytes = Buffer.from(content);
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
};
const whole32 = (number: number, value: number): Buffer => Buffer.concat([varint(number * 8), varint(value)]);
function piece(text: Buffer | string, score = -1, kind: number = pieceKinds.normal): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(score);
  return field(1, Buffer.concat([field(1, text), varint(2 * 8 + 5), bytes, whole32(3, kind)]));
}
const unknown = piece('<unk>', 0, pieceKinds.unknown);
const model = (...parts: readonly Buffer[]): Buffer => Buffer.concat([unknown, ...parts]);
const trainer = (...fields: readonly Buffer[]): Buffer => field(2, Buffer.concat(fields));
const normaliser = (...fields: readonly Buffer[]): Buffer => field(3, Buffer.concat(fields));

it('the writer of these tests writes what is read: a model of three pieces cuts "ab"', () => {
  const tokenizer = read(model(piece('▁a'), piece('b')));
  expect(tokenizer.encode('ab')).toEqual([1, 2]);
});

it.each<readonly [string, () => Buffer | string, string]>([
  ['nothing', () => '', 'it is empty'],
  ['a web page', () => '<!doctype html><html>', 'field'],
  ['JSON', () => '{"model": {}}', 'field'],
  ['a note of Git LFS', () => 'version https://git-lfs.github.com/spec/v1\noid sha256:0\n', 'git lfs pull'],
  ['zeros', () => Buffer.alloc(1000), 'no piece for what is unknown'],
  ['a varint without an end', () => model(Buffer.from([0x0a, 0xff])), 'a number runs beyond the end'],
  ['a varint of eleven bytes', () => model(Buffer.concat([Buffer.alloc(11, 0xff), varint(1)])), 'more than ten bytes'],
  ['a length of 2^63', () => model(Buffer.from([0x0a, ...Array<number>(8).fill(0xff), 0x7f])), 'beyond the end'],
  ['a negative length', () => model(Buffer.from([0x0a, ...Array<number>(9).fill(0xff), 1])), 'beyond the end'],
  ['a length one byte beyond', () => model(Buffer.from([0x0a, 3, 0x0a, 0])), 'beyond the end'],
  ['a group, begun 100,000 times in itself', () => model(Buffer.alloc(100_000, 0x0b)), 'a field of kind 3'],
  ['a piece twice', () => model(piece('a'), piece('b'), piece('a')), 'pieces 1 and 3 are both "a"'],
  ['an empty piece', () => model(piece('')), 'piece 1 is empty'],
  ['a piece that is not UTF-8', () => model(piece(Buffer.from([0xff, 0xfe]))), 'piece 1 is not text (UTF-8)'],
  ['a piece of 10 MB', () => model(piece('x'.repeat(10_000_000))), 'piece 1 has 10000000 bytes'],
  ['a score that is not a number', () => model(piece('a', Number.NaN)), 'the score of piece 1 is NaN'],
  ['an endless score', () => model(piece('a', Number.NEGATIVE_INFINITY)), 'the score of piece 1 is -Infinity'],
  ['a kind of piece that nobody knows', () => model(piece('a', 0, 9)), 'piece 1 is of kind 9'],
  ['no unknown piece', () => piece('a'), 'no piece for what is unknown'],
  ['two unknown pieces', () => model(piece('<u>', 0, pieceKinds.unknown), piece('a')), '2 pieces for what is unknown'],
  ['no piece of text', () => model(piece('</s>', 0, pieceKinds.control)), 'no pieces of text'],
  ['a byte that is none', () => model(piece('<0xZZ>', 0, pieceKinds.byte)), 'piece 1 should be a byte and is "<0xZZ>"'],
  ['bytes without use', () => model(piece('a'), piece('<0x41>', 0, pieceKinds.byte)), 'of which it makes no use'],
  ['bytes that do not suffice', () => model(piece('a'), trainer(whole32(35, 1))), 'pieces for 0 bytes, of 256'],
  ['words as its algorithm', () => model(piece('a'), trainer(whole32(3, 3))), 'its algorithm is number 3'],
  ['rules cut short', () => model(piece('a'), normaliser(field(2, Buffer.from([9, 0, 0, 0])))), 'are cut short'],
  ['rules that never end', () => model(piece('a'), normaliser(field(2, Buffer.from('\0\0\0\0xyz')))), 'has no end'],
  [
    'rules that put a megabyte for a character',
    () =>
      model(
        piece('a'),
        normaliser(field(2, Buffer.concat([Buffer.alloc(4), Buffer.alloc(1e6, 0x78), Buffer.alloc(1)]))),
      ),
    'puts 1000000 bytes for a character',
  ],
  [
    'ten million pieces',
    () => Buffer.concat(Array.from({ length: 10 }, () => Buffer.alloc(2_000_000, Buffer.from([0x0a, 0])))),
    'more than 1,000,000 pieces',
  ],
])('a model of %s is refused, naming the file and the fault', (_, content, message) => {
  const bytes = content();
  expectRefused(() => read(bytes), file, message);
});

it('a file of 60 MB is not read', () => {
  writeFileSync(file, '');
  truncateSync(file, 60_000_000);
  expectRefused(() => SentencePieceTokenizer.read(file), file, 'it has 60,000,000 bytes');
});

it('a folder of its name is refused', () => {
  const place = path.join(folder, 'tokenizer.model');
  mkdirSync(place);
  expectRefused(() => SentencePieceTokenizer.read(place), place, 'it is not a file');
});

it('cut at any place, or with a bit of it turned, a model is read or refused in a sentence that names it', () => {
  const attempts = [
    ...Array.from({ length: whole.length / 4 }, (_, at) => whole.subarray(0, at * 4)),
    ...Array.from({ length: whole.length / 4 }, (_, at) => {
      const turned = Buffer.from(whole);
      turned[at * 4 + (at % 4)]! ^= 1 << (at % 8);
      return turned;
    }),
  ];
  const counts = { read: 0, refused: 0 };
  for (const content of attempts)
    try {
      const tokenizer = read(content);
      for (const id of tokenizer.encode('a plane ½ ﬁ')) expect(id).toBeLessThan(tokenizer.vocabularySize);
      counts.read++;
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
      expect((error as AppError).message).toContain(file);
      counts.refused++;
    }
  // Most cuts, and most turned bits, can be told; a turned bit of a score or a letter cannot.
  expect(counts.refused).toBeGreaterThan(attempts.length / 2);
  expect(counts.read).toBeGreaterThan(attempts.length / 4);
});

it('a million long pieces take as much memory as they have characters, not a tree of them', () => {
  // 40,000 pieces of 1,000 characters that share no beginning: a tree would have 40 million nodes.
  const pieces = Array.from({ length: 40_000 }, (_, at) => piece(`${at}${'x'.repeat(995)}`));
  const content = model(...pieces);
  const before = process.memoryUsage().rss;
  expect(read(content).encode('0')).toEqual([0]);
  expect(process.memoryUsage().rss - before).toBeLessThan(500e6);
});

it('a text piece spelled like one that frames texts leaves the name to that one', () => {
  const tokenizer = read(model(piece('</s>', 0, pieceKinds.control), piece('</s>', -1), piece('a')));
  expect(tokenizer.idOf('</s>')).toBe(1);
});
