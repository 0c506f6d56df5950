import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { alphaKey } from '../../main/checkpoint/adapters.ts';
import { openWeights } from '../../main/checkpoint/open-weights.ts';
import { writeSafetensors } from '../../main/checkpoint/safetensors.ts';
import type { NamedArray } from '../../main/tensor/state-dict.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir adapters '));
});
afterAll(() => rmSync(folder, { recursive: true }));

const array = (shape: number[], ...values: number[]): NamedArray => ({ shape, data: Float32Array.from(values) });

function written(name: string, tensors: Record<string, NamedArray>, metadata: Record<string, string> = {}): string {
  const file = path.join(folder, `${name}.safetensors`);
  writeSafetensors(file, new Map(Object.entries(tensors)), { metadata });
  return file;
}

const base = () => written('base', { 'q.weight': array([2, 3], 1, 2, 3, 4, 5, 6), 'q.bias': array([2], 7, 8) });
const change = {
  'q.lora_A.weight': array([1, 3], 1, 0, -1),
  'q.lora_B.weight': array([2, 1], 2, -1),
};

function read(...files: string[]) {
  const source = openWeights(base(), files);
  try {
    return [...source.tensors.keys()].sort().map((name) => [name, [...source.read(name).data]]);
  } finally {
    source.close();
  }
}

it('adapters are merged while their weight is read: W + alpha / rank · B · A, by hand', () => {
  // alpha / rank = 0.5; B · A = [2; −1] · [1 0 −1] = [2 0 −2; −1 0 1].
  expect(read(written('adapter', change, { [alphaKey]: '0.5' }))).toEqual([
    ['q.bias', [7, 8]],
    ['q.weight', [2, 2, 2, 3.5, 5, 6.5]],
  ]);
});

it('of rank 2 alpha counts by half, and all of B · A is added', () => {
  // B · A = [1 2; 0 −1] · [1 0 −1; 3 1 0] = [7 2 −1; −3 −1 0]; alpha / rank = 3 / 2.
  const two = {
    'q.lora_A.weight': array([2, 3], 1, 0, -1, 3, 1, 0),
    'q.lora_B.weight': array([2, 2], 1, 2, 0, -1),
  };
  expect(read(written('two', two, { [alphaKey]: '3' }))[1]).toEqual(['q.weight', [11.5, 5, 1.5, -0.5, 3.5, 6]]);
});

it('a later file lies over what an earlier one made: adapters twice, and weights over adapters', () => {
  const adapter = written('adapter', change, { [alphaKey]: '1' });
  expect(read(adapter, adapter)[1]).toEqual(['q.weight', [5, 2, -1, 2, 5, 8]]);
  const whole = written('whole', { 'q.weight': array([2, 3], 0, 0, 0, 0, 0, 0) });
  expect(read(adapter, whole)[1]).toEqual(['q.weight', [0, 0, 0, 0, 0, 0]]);
  expect(read(whole, adapter)[1]).toEqual(['q.weight', [2, 0, -2, -1, 0, 1]]);
});

it('what does not belong to the weights below is refused, naming the file and both shapes', () => {
  const alpha = { [alphaKey]: '1' };
  const other = { 'k.lora_A.weight': array([1, 3], 1, 0, 0), 'k.lora_B.weight': array([2, 1], 1, 1) };
  expect(() => read(written('other', other, alpha))).toThrow(/other\.safetensors does not belong to .*"k\.weight"/);
  const wide = { ...change, 'q.lora_A.weight': array([1, 4], 1, 0, 0, 0) };
  expect(() => read(written('wide', wide, alpha))).toThrow('is [2, 3] in it, and the change is [2, 1] · [1, 4]');
  const half = { 'q.lora_A.weight': change['q.lora_A.weight'] };
  expect(() => read(written('half', half, alpha))).toThrow('holds no tensor "q.lora_B.weight"');
  expect(() => read(written('mixed', { ...change, extra: array([1], 1) }, alpha))).toThrow('"extra", which is none');
  for (const wrong of [{}, { [alphaKey]: 'much' }, { [alphaKey]: '0' }] as Record<string, string>[])
    expect(() => read(written('unsaid', change, wrong))).toThrow(`its metadata has no ${alphaKey}`);
});
