import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PublishedTokenizer } from '../../../main/text/tokenizers/published.ts';
import { WordPieceTokenizer } from '../../../main/text/tokenizers/wordpiece.ts';
import { expectRefused } from '../../checkpoint/support/refused.ts';

const whole = readFileSync(path.join(import.meta.dirname, 'fixtures/tokenizer.json'), 'utf8');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir hostile '));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a tokenizer.json', () => {
  const file = (): string => path.join(folder, 'tokenizer.json');
  const read = (content: Buffer | string | object): PublishedTokenizer => {
    const isBytes = typeof content === 'string' || Buffer.isBuffer(content);
    writeFileSync(file(), isBytes ? content : JSON.stringify(content));
    return PublishedTokenizer.read(file());
  };
  interface Document {
    added_tokens: object[];
    normalizer: object;
    pre_tokenizer: object;
    decoder: object;
    model: { type?: string; unk_id: number | null; vocab: unknown[]; merges?: unknown[] };
  }
  /** The published one with a change. */
  function changed(change: (document: Document) => void): Document {
    const document = JSON.parse(whole) as Document;
    change(document);
    return document;
  }
  const model = (given: object): object => ({ model: given });
  const wordPiece = { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##' };
  const bpe = { type: 'BPE', vocab: { a: 0, b: 1, ab: 2 }, merges: ['a b'] };

  it.each<readonly [string, () => Buffer | string | object, string]>([
    ['of nothing', () => '', 'it is empty'],
    ['cut short', () => whole.slice(0, whole.length / 2), 'it is not JSON, or was cut short'],
    ['that is a list', () => '[]', 'it is not a JSON object'],
    ['that is another kind of file', () => Buffer.from([0x80, 2, 0xff, 0]), 'it is not text (UTF-8)'],
    ['that is a note of Git LFS', () => 'version https://git-lfs.github.com/spec/v1\n', 'git lfs pull'],
    ['without a model', () => '{}', 'it has no object "model"'],
    [
      'of words as they are',
      () => model({ type: 'WordLevel', vocab: { a: 0 } }),
      'its model is of the type "WordLevel"',
    ],
    ['of no type', () => model({ vocab: { a: 0 } }), 'its model has no type; read are WordPiece, Unigram, BPE'],
    ['of no pieces', () => model({ ...wordPiece, vocab: {} }), 'its vocabulary is empty'],
    [
      'whose vocabulary is a number',
      () => model({ ...wordPiece, vocab: 7 }),
      'its vocabulary is not a table of pieces',
    ],
    ['whose table is a list', () => model({ ...bpe, vocab: [['a', 0]] }), 'its vocabulary is not a table of pieces'],
    [
      'whose list is a table',
      () => changed(({ model: m }) => Object.assign(m, { vocab: { a: 0 } })),
      'not a list of pieces',
    ],
    ['with an id below zero', () => model({ ...wordPiece, vocab: { '[UNK]': 0, a: -1 } }), 'the id of "a" is "-1"'],
    ['with an id of 10^15', () => model({ ...wordPiece, vocab: { '[UNK]': 1e15 } }), 'the id of "[UNK]" is'],
    ['with half an id', () => model({ ...wordPiece, vocab: { '[UNK]': 0.5 } }), 'the id of "[UNK]" is "0.5"'],
    [
      'with an id twice',
      () => model({ ...wordPiece, vocab: { '[UNK]': 0, a: 0 } }),
      '"[UNK]" and "a" both have the id 0',
    ],
    [
      'without its unknown piece',
      () => model({ ...wordPiece, vocab: { a: 0 } }),
      'what is unknown ("[UNK]") is not in',
    ],
    [
      'without an unknown id',
      () => changed(({ model: m }) => (m.unk_id = null)),
      'unk_id) is not named, of 150 pieces',
    ],
    ['with an unknown id beyond', () => changed(({ model: m }) => (m.unk_id = 150)), 'unk_id) is 150, of 150 pieces'],
    ['with a piece twice', () => changed(({ model: m }) => (m.vocab[9] = m.vocab[8])), 'pieces 8 and 9 are both'],
    ['with a score of null', () => changed(({ model: m }) => (m.vocab[9] = ['x', null])), 'entry 9 of its vocabulary'],
    [
      'with a piece of 2 MB',
      () => changed(({ model: m }) => (m.vocab[9] = ['x'.repeat(2e6), 0])),
      'has 2000000 characters',
    ],
    [
      'with an added piece of 2 MB',
      () => changed((d) => d.added_tokens.push({ id: 1, content: 'x'.repeat(2e6) })),
      'added_tokens[2].content',
    ],
    [
      'with an added id of −1',
      () => changed((d) => d.added_tokens.push({ id: -1, content: 'x' })),
      'added_tokens[2].id',
    ],
    ['without merges', () => model({ ...bpe, merges: undefined }), 'it has no merges'],
    ['with a merge of one', () => model({ ...bpe, merges: ['a b', 'a'] }), 'merge 1 is not a pair of pieces'],
    [
      'with merges of two spellings',
      () => model({ ...bpe, merges: [['a', 'b'], 'a b'] }),
      'merge 1 is not a pair of pieces',
    ],
    [
      'with rules that nobody knows',
      () => changed((d) => (d.normalizer = { type: 'Rot13' })),
      'Unknown Normalizer type: Rot13',
    ],
    [
      'with cuts that nobody knows',
      () => changed((d) => (d.pre_tokenizer = { type: 'Guillotine' })),
      'Unknown PreTokenizer type',
    ],
    [
      'with a decoder that nobody knows',
      () => changed((d) => (d.decoder = { type: 'Enigma' })),
      'Unknown Decoder type: Enigma',
    ],
    [
      'with an expression that is none',
      () => changed((d) => (d.normalizer = { type: 'Replace', pattern: { Regex: '(' }, content: '' })),
      'regular expression',
    ],
    [
      'with a pattern of no kind',
      () => changed((d) => (d.normalizer = { type: 'Replace', pattern: { Glob: '*' }, content: '' })),
      'its normalizer has a pattern of an unknown kind',
    ],
    ['100,000 deep', () => `{"model": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'stand more than 64 deep'],
    [
      '10 million wide',
      () => Buffer.concat([Buffer.from('{"model": ['), Buffer.alloc(2e7, '0,'), Buffer.from('0]}')]),
      'it has 10,000,003 values',
    ],
    [
      'that quotes brackets in a string without an end',
      () => `{"model": "\\"${'['.repeat(100)}`,
      'it is not JSON, or was cut short',
    ],
  ])('%s is refused, naming it and the fault', (_, content, message) => {
    const given = content();
    expectRefused(() => read(given), file(), message);
  });

  it('whose pieces would make a tree of 40 million characters is refused before it grows', () => {
    const pieces = Array.from({ length: 40_000 }, (_, at) => [`${at}${'x'.repeat(995)}`, -1]);
    const content = changed(({ model: m }) => m.vocab.push(...pieces));
    expectRefused(() => read(content), file(), 'characters');
  });

  it('of 60 MB is not read', () => {
    writeFileSync(file(), '');
    truncateSync(file(), 60_000_000);
    expectRefused(() => PublishedTokenizer.read(file()), file(), 'it has 60,000,000 bytes');
  });

  it('beside a damaged tokenizer_config.json is refused, naming that', () => {
    const config = path.join(folder, 'tokenizer_config.json');
    writeFileSync(config, '{');
    expectRefused(() => read(whole), config, 'is not a configuration of a tokenizer that can be read');
  });

  // 128,000 pieces as arguments of one call fill the stack: Llama 3's vocabulary has as many.
  it('of 200,000 pieces is read', () => {
    const vocab = Object.fromEntries(Array.from({ length: 200_000 }, (_, at) => [`piece${at}`, at]));
    const added = Array.from({ length: 200_000 }, (_, at) => ({ id: 200_000 + at, content: `<${at}>`, special: true }));
    const tokenizer = read({ added_tokens: added, model: { type: 'BPE', vocab, merges: [] } });
    expect([tokenizer.textVocabularySize, tokenizer.vocabularySize]).toEqual([200_000, 400_000]);
  });

  it('as early releases wrote it, without a type and without parts that it does not use, is read', () => {
    const untyped = changed(({ model: m }) => delete m.type);
    expect(read(untyped).encode('a plane')).toEqual(read(whole).encode('a plane'));
    const vocab = { '[UNK]': 0, a: 1, plane: 2 };
    const split = { pre_tokenizer: { type: 'Whitespace' } };
    const early = { ...split, model: { unk_token: '[UNK]', continuing_subword_prefix: '##', vocab } };
    expect(read(early).encode('a plane')).toEqual([1, 2]);
  });

  it('with every bracket in strings and after escaped quotes is as deep as it is', () => {
    const nested = `${'\\"'.repeat(50)}${'['.repeat(200)}\\\\`;
    expect(read(whole.replace('{', `{"comment": "${nested}", `)).encode('a')).toEqual(read(whole).encode('a'));
  });
});

describe('a vocab.txt', () => {
  const file = (): string => path.join(folder, 'vocab.txt');
  const read = (content: Buffer | string, added: readonly string[] = []): WordPieceTokenizer => {
    writeFileSync(file(), content);
    return WordPieceTokenizer.read(file(), added);
  };

  it.each<readonly [string, () => Buffer | string, string]>([
    ['of nothing', () => '', 'it is empty'],
    ['of an empty line', () => '\n', 'it has no line "[UNK]"'],
    ['cut before its special pieces', () => '[PAD]\n[unused0]\n', 'it has no line "[UNK]"'],
    ['that is a note of Git LFS', () => 'version https://git-lfs.github.com/spec/v1\n', 'git lfs pull'],
    ['that is another kind of file', () => Buffer.from([0x50, 0x4b, 3, 4, 0xff, 0xfe]), 'it is not text (UTF-8)'],
    ['with a piece twice', () => '[UNK]\na\nb\na\n', 'lines 2 and 4 are both "a"'],
    ['of one line of 20 MB', () => `[UNK]\n${'x'.repeat(20_000_000)}\n`, 'line 2 has 20000000 characters'],
    ['of twenty million lines', () => Buffer.alloc(40_000_000, 'a\n'), 'it has 20,000,000 lines'],
  ])('%s is refused, naming it and the fault', (_, content, message) => {
    const given = content();
    expectRefused(() => read(given), file(), message);
  });

  it('with Windows’ ends of lines, empty places, or the added pieces in it already gives each piece its line', () => {
    const tokenizer = read('[UNK]\r\n\r\n\r\nplane\r\n[DEC]\r\n', ['[DEC]', '[ENC]']);
    expect(['plane', '[DEC]', '[ENC]'].map((piece) => tokenizer.idOf(piece))).toEqual([3, 4, 5]);
    expect([tokenizer.textVocabularySize, tokenizer.vocabularySize]).toEqual([5, 6]);
  });

  it.skipIf(process.platform === 'win32')('that is a pipe is refused, not waited for', () => {
    execFileSync('mkfifo', [file()]);
    expectRefused(() => WordPieceTokenizer.read(file()), file(), 'it is not a file');
  });
});
