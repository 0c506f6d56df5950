import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parserName } from '../../main/jobs/parser-name.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir-parser-name-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);

it('Nadir’s own parser is called by its release', () => {
  write('config.json', '{"model":"graph-parser","version":1,"release":"7"}');
  expect(parserName(folder)).toMatchObject({ id: 'graph-parser', version: '7' });
});

it('a published T5 is called by what is in its folder: other weights have another version, the same the same', () => {
  write('config.json', '{"model_type":"t5","d_model":512}');
  write('model.safetensors', 'weights');
  const first = parserName(folder);
  expect(first).toMatchObject({ id: 'factual-t5', title: `FACTUAL (${path.basename(folder)})` });
  expect(parserName(folder)).toEqual(first);
  write('model.safetensors', 'other weights');
  expect(parserName(folder).version).not.toBe(first.version);
});

it('a folder without a parser is named with what is missing', () => {
  expect(() => parserName(path.join(folder, 'nowhere'))).toThrow(/nowhere/);
  write('config.json', '{');
  expect(() => parserName(folder)).toThrow(/config\.json is not JSON/);
  write('config.json', '{"model":"nadir-mini"}');
  expect(() => parserName(folder)).toThrow(/config\.json is of no graph parser: it needs/);
});
