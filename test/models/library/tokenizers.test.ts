import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { blipTokenizer, instructBlipTokenizers, readTokenizer } from '../../../main/models/library/tokenizers.ts';
import { smallInstructBlipConfig } from '../small-published.ts';

const published = readFileSync(path.join(import.meta.dirname, '../../text/tokenizers/fixtures/tokenizer.json'), 'utf8');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir words '));
});
afterEach(() => rmSync(folder, { recursive: true }));

function vocabulary(...pieces: readonly string[]): void {
  writeFileSync(path.join(folder, 'vocab.txt'), `${pieces.join('\n')}\n`);
}

it('BLIP’s vocabulary may fill its embedding, and its two added pieces may lie beyond; one piece more is another model’s', () => {
  vocabulary('[UNK]', 'a', 'plane');
  expect(readTokenizer(folder, blipTokenizer(3)).vocabularySize).toBe(5);
  expect(() => readTokenizer(folder, blipTokenizer(2))).toThrow(
    `${path.join(folder, 'vocab.txt')} does not belong to this model: it has 3 pieces, the model's config 2.`,
  );
});

it('special pieces that newer releases of a tokenizer add may lie beyond the embedding, words may not', () => {
  const add = (special: boolean): void => {
    const document = JSON.parse(published) as { added_tokens: object[] };
    document.added_tokens.push({ id: 150, content: '<image>', special });
    writeFileSync(path.join(folder, 'tokenizer.json'), JSON.stringify(document));
  };
  const need = { place: '', rows: 150, frame: ['</s>'], added: [] };
  add(true);
  expect(readTokenizer(folder, need).vocabularySize).toBe(151);
  add(false);
  expect(() => readTokenizer(folder, need)).toThrow('it has 151 pieces, the model');
});

it('a piece that frames what the model reads must be there, with a row of its own', () => {
  writeFileSync(path.join(folder, 'tokenizer.json'), published);
  const need = { place: '', rows: 200, added: [] };
  expect(() => readTokenizer(folder, { ...need, frame: ['<s>'] })).toThrow('it has no piece "<s>", which frames');
  vocabulary('[UNK]', 'a');
  rmSync(path.join(folder, 'tokenizer.json'));
  expect(() => readTokenizer(folder, { ...need, rows: 2, frame: ['[DEC]'], added: ['[DEC]'] })).toThrow(
    'the id of its piece "[DEC]" is 2, the model\'s config has 2 pieces',
  );
});

it('InstructBLIP needs the Q-Former’s tokenizer beside its own, BLIP-2 does not', () => {
  const [words, reader] = instructBlipTokenizers(smallInstructBlipConfig('llama', 'instructblip'));
  expect([words!.frame, words!.rows, reader!.frame, reader!.rows]).toEqual([['<s>'], 36, ['[CLS]', '[SEP]'], 40]);
  expect(instructBlipTokenizers(smallInstructBlipConfig('t5', 'blip-2'))).toMatchObject([{ frame: ['</s>'] }]);
  expect(() => readTokenizer(folder, reader!)).toThrow(/qformer_tokenizer holds none/);
  mkdirSync(path.join(folder, 'qformer_tokenizer'));
  writeFileSync(path.join(folder, 'qformer_tokenizer', 'vocab.txt'), '[UNK]\n[CLS]\n[SEP]\n');
  expect(readTokenizer(folder, reader!).idOf('[DEC]')).toBe(3);
});
