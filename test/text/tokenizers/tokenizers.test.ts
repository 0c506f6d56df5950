import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTokenizer } from '../../../main/text/tokenizers/load-tokenizer.ts';
import { PublishedTokenizer } from '../../../main/text/tokenizers/published.ts';
import { SentencePieceTokenizer } from '../../../main/text/tokenizers/sentencepiece.ts';
import type { SubwordTokenizer } from '../../../main/text/tokenizers/tokenizer.ts';
import { WordPieceTokenizer } from '../../../main/text/tokenizers/wordpiece.ts';
import { sharedFile } from '../../support/shared-data.ts';

// Expected ids come from sentencepiece 0.2.2 and tokenizers 0.23.2: fixtures/make.py.
const fixture = (name: string): string => path.join(import.meta.dirname, 'fixtures', name);
const json = <T>(name: string): T => JSON.parse(readFileSync(fixture(name), 'utf8')) as T;
const cases = json<string[]>('cases.json');
const expected = json<Record<string, { ids: number[]; decoded?: string }[]>>('expected.json');

function agrees(tokenizer: SubwordTokenizer, name: string): void {
  expect(expected[name]).toHaveLength(cases.length);
  for (const [at, text] of cases.entries()) {
    const { ids, decoded } = expected[name]![at]!;
    expect(tokenizer.encode(text), text).toEqual(ids);
    if (decoded !== undefined) expect(tokenizer.decode(ids), text).toBe(decoded);
  }
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir tokenizer '));
});
afterAll(() => rmSync(folder, { recursive: true }));
function written(name: string, content: Buffer | string): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

describe('SentencePiece models read by our own reader give the library’s ids', () => {
  it('unigram, with rules of normalisation and a piece that a user defined', () => {
    agrees(SentencePieceTokenizer.read(fixture('unigram.model')), 'unigram');
  });

  it('BPE, with bytes for what no piece spells and all blanks kept', () => {
    agrees(SentencePieceTokenizer.read(fixture('bpe.model')), 'bpe');
  });

  const llama = sharedFile('data/tokenizers/llama_tokenizer.model');
  it.skipIf(!llama)('Llama’s own 32,000 pieces', () => {
    const tokenizer = SentencePieceTokenizer.read(llama!);
    agrees(tokenizer, 'llama_tokenizer');
    expect([tokenizer.vocabularySize, tokenizer.idOf('<s>'), tokenizer.idOf('</s>')]).toEqual([32_000, 1, 2]);
  });

  const unigram = sharedFile('data/tokenizers/test_sentencepiece.model');
  it.skipIf(!unigram)('a unigram model with the whole of T5’s normalisation (nmt_nfkc)', () => {
    agrees(SentencePieceTokenizer.read(unigram!), 'test_sentencepiece');
  });

  it('bytes that are no character become one replacement each: C3 alone, then the two of é', () => {
    const tokenizer = SentencePieceTokenizer.read(fixture('bpe.model'));
    const bytes = ['<0xC3>', '<0xC3>', '<0xA9>'].map((piece) => tokenizer.idOf(piece)!);
    expect(tokenizer.decode(bytes)).toBe('\ufffdé');
  });

  it('a file that is cut short, is none, or is not there is an error that names it', () => {
    const whole = readFileSync(fixture('unigram.model'));
    for (const length of [10, 500, whole.length - 1]) {
      const file = written('cut.model', whole.subarray(0, length));
      expect(() => SentencePieceTokenizer.read(file)).toThrow(`${file} is not a SentencePiece model`);
    }
    expect(() => SentencePieceTokenizer.read(written('text.model', 'hello'))).toThrow('not a SentencePiece model');
    expect(() => SentencePieceTokenizer.read(path.join(folder, 'gone'))).toThrow('There is no tokenizer file');
  });
});

describe('WordPiece', () => {
  const vocabulary = sharedFile('data/tokenizers/bert_vocab_canonical.txt');
  it.skipIf(!vocabulary)('from BERT’s vocab.txt gives the published tokenizer’s ids', () => {
    agrees(WordPieceTokenizer.read(vocabulary!), 'bert');
  });

  const pieces = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'a', 'plane', '##s', 'isn', "'", 't', '.', '港'];
  it('takes the longest pieces, all of a word or none of it, and puts what was added at the end', () => {
    const tokenizer = new WordPieceTokenizer(pieces, ['[DEC]'], 'here');
    expect(tokenizer.encode('A PLÁNES. planet a港a')).toEqual([4, 5, 6, 10, 1, 4, 11, 4]);
    expect(tokenizer.idOf('[DEC]')).toBe(12);
    // "isn ' t ." becomes "isn't.": the blanks around the apostrophe and before the stop go.
    expect(tokenizer.decode([12, 2, 4, 5, 6, 7, 8, 9, 10, 3, 0])).toBe("a planes isn't.");
  });

  it('without a piece for the unknown is refused, naming the file', () => {
    const file = written('vocab.txt', 'a\nb\n');
    expect(() => WordPieceTokenizer.read(file)).toThrow(`${file} is not a WordPiece vocabulary`);
    rmSync(file);
    expect(() => WordPieceTokenizer.read(file)).toThrow('There is no tokenizer file');
  });
});

describe('a published tokenizer.json', () => {
  it('gives the ids of the library that wrote it', () => {
    const tokenizer = PublishedTokenizer.read(fixture('tokenizer.json'));
    agrees(tokenizer, 'published');
    expect(tokenizer.vocabularySize).toBe(150);
    expect(tokenizer.idOf('</s>')).toBe(1);
    expect(tokenizer.decode([1, 1])).toBe('');
    expect(tokenizer.decode([99_999])).toBe('');
  });

  it('that is damaged is refused, naming the file', () => {
    for (const content of ['{', '[]', '{"model": 3}', '{"model": {"type": "Nothing", "vocab": {"a": 0}}}']) {
      const file = written('tokenizer.json', content);
      expect(() => PublishedTokenizer.read(file), content).toThrow(file);
    }
  });
});

it('a folder’s tokenizer.json comes before its spiece.model; a folder with neither is an error that lists the names', () => {
  const place = mkdtempSync(path.join(folder, 'f'));
  expect(() => loadTokenizer(place)).toThrow(/tokenizer\.json, spiece\.model, tokenizer\.model, vocab\.txt/);
  copyFileSync(fixture('unigram.model'), path.join(place, 'spiece.model'));
  expect(loadTokenizer(place)).toBeInstanceOf(SentencePieceTokenizer);
  copyFileSync(fixture('tokenizer.json'), path.join(place, 'tokenizer.json'));
  expect(loadTokenizer(place)).toBeInstanceOf(PublishedTokenizer);
});
