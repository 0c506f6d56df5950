import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { readParaphraseTable } from '../../../main/metrics/meteor/paraphrase-table.ts';
import { words } from '../support.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'nadir paraphrases – '));
function file(name: string, content: string | Buffer): string {
  const target = path.join(folder, name);
  writeFileSync(target, content);
  return target;
}
const lines = '0.25\nnext to\nbeside\n0.1\nnext\nclose\n0.5\na lot of\nmany\n';
const found = (name: string, content: string | Buffer, vocabulary?: ReadonlySet<string>) => [
  ...readParaphraseTable(file(name, content), vocabulary).phrasesAt(words('next to a road'), 0),
];

it('reads triples of lines, packed with gzip or not, and finds the phrases that begin at a word', () => {
  const expected = [
    { length: 1, paraphrase: ['close'] },
    { length: 2, paraphrase: ['beside'] },
  ];
  expect(found('plain.txt', lines)).toEqual(expected);
  expect(found('packed.gz', gzipSync(lines))).toEqual(expected);
});

it('keeps only pairs of words that the captions have, where these are known', () => {
  expect(found('some.txt', lines, new Set(['next', 'to', 'beside']))).toEqual([{ length: 2, paraphrase: ['beside'] }]);
});

it.each([
  ['no.txt', '', 'it has 0 lines'],
  ['short.txt', '0.5\nnext to\n', 'it has 2 lines'],
  ['words.txt', 'next to\nbeside\nclose to\n', 'lines 1 to 3'],
  ['bytes.txt', Buffer.from([0xff, 0xfe, 0x0a]), 'not UTF-8'],
])('%s is refused, naming the file and the lines', (name, content, sentence) => {
  expect(() => found(name, content)).toThrow(sentence);
  expect(() => found(name, content)).toThrow(name);
});

it('a file that is not there, and one that breaks off, are named', () => {
  expect(() => readParaphraseTable(path.join(folder, 'none.gz'))).toThrow('none.gz');
  expect(() => found('broken.gz', gzipSync(lines).subarray(0, 30))).toThrow('broken.gz');
});
