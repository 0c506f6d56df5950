import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parserDirectory } from '../../../main/engine/graphs/parser-choice.ts';

let resources: string;
const bundled = (): string => path.join(resources, 'models/scene-graph');
beforeAll(() => {
  resources = mkdtempSync(path.join(tmpdir(), 'nadir-resources-'));
  mkdirSync(bundled(), { recursive: true });
});
afterAll(() => rmSync(resources, { recursive: true }));

it('the parser that ships reads captions where it is whole, the rules otherwise', () => {
  expect(parserDirectory(resources, {})).toBeUndefined();
  writeFileSync(path.join(bundled(), 'model.safetensors'), '');
  expect(parserDirectory(resources, {})).toBe(bundled());
});

it('the environment may ask for the rules or for another folder', () => {
  expect(parserDirectory(resources, { NADIR_GRAPH_PARSER: 'rules' })).toBeUndefined();
  expect(parserDirectory(resources, { NADIR_GRAPH_PARSER: 'factual' })).toBe(path.resolve('factual'));
});
