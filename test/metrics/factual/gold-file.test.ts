import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { goldFacts, readFactualGold } from '../../../main/metrics/factual/gold-file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir-gold-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const written = (text: string): string => {
  const file = path.join(folder, 'gold.csv');
  writeFileSync(file, text);
  return file;
};

it('quoted fields may hold commas, quotes and line breaks; columns are found by name', () => {
  const file = written(
    'image_id,caption,scene_graph\r\n1,a tree,"( tree )"\r\n2,"a ""red"" car, parked","( car , is , red )"\r\n3,"two\nlines",( a )\r\n',
  );
  expect(readFactualGold(file)).toEqual([
    { caption: 'a tree', graph: '( tree )' },
    { caption: 'a "red" car, parked', graph: '( car , is , red )' },
    { caption: 'two\nlines', graph: '( a )' },
  ]);
});

it('a file that is not there or has other columns is named', () => {
  expect(() => readFactualGold(path.join(folder, 'none.csv'))).toThrow(/none\.csv/);
  const file = written('text,graph\na,( a )\n');
  expect(() => readFactualGold(file)).toThrow(
    /gold\.csv has the columns text, graph; expected "caption" and "scene_graph"/,
  );
});

it('facts have one part or three; parts between are the predicate', () => {
  expect(goldFacts('( girl , is , young ) , (girl,on,bed) , ( rose bush ) , ( a , on , top of , b )')).toEqual([
    ['girl', 'is', 'young'],
    ['girl', 'on', 'bed'],
    ['rose bush'],
    ['a', 'on top of', 'b'],
  ]);
});
