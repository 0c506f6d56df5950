import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadWeights } from '../../main/checkpoint/load-weights.ts';
import { openWeights } from '../../main/checkpoint/open-weights.ts';
import { openSafetensors, writeSafetensors } from '../../main/checkpoint/safetensors.ts';
import { tf } from '../../main/tensor/backend.ts';
import { constant } from '../../main/tensor/initializers.ts';
import { Module } from '../../main/tensor/module.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir weights '));
});
afterEach(() => rmSync(folder, { recursive: true }));

type Tensors = Record<string, readonly number[]>;
function write(name: string, tensors: Tensors): string {
  const file = path.join(folder, name);
  const state = Object.entries(tensors).map(
    ([key, data]) => [key, { shape: [data.length], data: Float32Array.from(data) }] as const,
  );
  writeSafetensors(file, new Map(state));
  return file;
}
const writeIndex = (map: Record<string, string>): void =>
  writeFileSync(path.join(folder, 'model.safetensors.index.json'), JSON.stringify({ metadata: {}, weight_map: map }));

describe('a sharded folder', () => {
  it('reads each tensor from the file that the index names', () => {
    write('model-1.safetensors', { a: [1], b: [2] });
    write('model-2.safetensors', { c: [3] });
    writeIndex({ c: 'model-2.safetensors', a: 'model-1.safetensors', b: 'model-1.safetensors' });
    const source = openWeights(folder);
    expect([...source.tensors.keys()]).toEqual(['c', 'a', 'b']);
    expect(['a', 'b', 'c'].map((name) => source.read(name).data[0])).toEqual([1, 2, 3]);
    source.close();
  });

  it('is strict: a missing file, a missing tensor, an extra one and a path outside are errors that name them', () => {
    write('model-1.safetensors', { a: [1] });
    writeIndex({ a: 'model-1.safetensors', b: 'model-2.safetensors' });
    expect(() => openWeights(folder)).toThrow('There is no weights file');
    expect(() => openWeights(folder)).toThrow('model-2.safetensors');
    writeIndex({ a: 'model-1.safetensors', b: 'model-1.safetensors' });
    expect(() => openWeights(folder)).toThrow('holds no tensor "b"');
    write('model-2.safetensors', { b: [1], z: [1] });
    writeIndex({ a: 'model-1.safetensors', b: 'model-2.safetensors' });
    expect(() => openWeights(folder)).toThrow('a tensor "z"');
    writeIndex({ a: '../elsewhere.safetensors' });
    expect(() => openWeights(folder)).toThrow('lies outside its folder');
    writeFileSync(path.join(folder, 'model.safetensors.index.json'), '{"weight_map": 3}');
    expect(() => openWeights(folder)).toThrow('not an index');
  });
});

describe('a place with weights', () => {
  it('prefers the single file, and takes the only other one', () => {
    const only = write('ours.safetensors', { a: [5] });
    const first = openWeights(folder);
    expect(first.origin).toBe(only);
    first.close();
    write('model.safetensors', { a: [7] });
    const second = openWeights(folder);
    expect(second.read('a').data[0]).toBe(7);
    second.close();
  });

  it('with none, or several of which none is said to be it, is an error', () => {
    expect(() => openWeights(folder)).toThrow('holds no weights');
    write('a.safetensors', { a: [1] });
    write('b.safetensors', { a: [1] });
    expect(() => openWeights(folder)).toThrow('2 files of weights (a.safetensors, b.safetensors');
    expect(() => openWeights(path.join(folder, 'gone'))).toThrow(
      `There is no file or folder ${path.join(folder, 'gone')}.`,
    );
  });

  it('that is a folder in a file’s place, or a pipe that nobody writes into, is an error at once', () => {
    mkdirSync(path.join(folder, 'model.safetensors'));
    expect(() => openWeights(folder)).toThrow('model.safetensors could not be opened: it is not a file');
    const pipe = path.join(folder, 'pipe.pth');
    if (process.platform !== 'win32') execFileSync('mkfifo', [pipe]);
    expect(() => openWeights(pipe)).toThrow(/pipe\.pth/);
  });

  it('opened with fine-tuned weights has those in place of its own', () => {
    const base = write('base.safetensors', { a: [1], b: [2, 3] });
    const source = openWeights(base, write('tuned.safetensors', { b: [8, 9] }));
    expect(Array.from(source.read('b').data)).toEqual([8, 9]);
    expect(Array.from(source.read('a').data)).toEqual([1]);
    source.close();
    expect(() => openWeights(base, write('tuned.safetensors', { b: [8] }))).toThrow('"b" is [2] in it and [1] here');
    expect(() => openWeights(base, write('tuned.safetensors', { z: [8] }))).toThrow('"z" is not in it');
  });
});

class Pair extends Module {
  constructor() {
    super();
    this.parameter('a', [2], constant(0));
    this.parameter('b', [1], constant(-1));
  }
}

describe('loading a model', () => {
  const loaded = (model: Module, tensors: Tensors, exceptions = {}): number[] => {
    const source = openSafetensors(write('m.safetensors', tensors));
    try {
      loadWeights(model, source, exceptions);
    } finally {
      source.close();
    }
    return [...model.namedParameters()].flatMap(([, variable]) => Array.from(variable.dataSync()));
  };

  it('sets every parameter and leaves no tensor behind', () => {
    const model = new Pair();
    loaded(model, { a: [1, 2], b: [3] });
    const before = tf.memory().numTensors;
    expect(loaded(model, { a: [4, 5], b: [6] })).toEqual([4, 5, 6]);
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });

  it('is strict both ways and changes nothing when it fails, whatever is wrong', () => {
    const model = new Pair();
    expect(() => loaded(model, { a: [1, 2], z: [3] })).toThrow('missing: b. not expected: z');
    expect(() => loaded(model, { a: [1, 2, 3], b: [3] })).toThrow('a is [3], expected [2]');
    expect(loaded(model, { a: [0, 0], b: [-1] })).toEqual([0, 0, -1]);
    model.dispose();
  });

  it('allows the exceptions that are named, and no others', () => {
    const model = new Pair();
    const exceptions = { missing: [/^b$/], unexpected: [/position_ids$/] };
    expect(loaded(model, { a: [1, 2], 'x.position_ids': [0] }, exceptions)).toEqual([1, 2, -1]);
    expect(() => loaded(model, { a: [1, 2], y: [0] }, exceptions)).toThrow('not expected: y');
    model.dispose();
  });
});
