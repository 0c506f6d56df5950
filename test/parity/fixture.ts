import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { halfToFloat } from '../../main/checkpoint/float-formats.ts';

/**
 * What the public reference computed for a checkpoint: `expected.safetensors` and `expected.json` of one folder. Read
 * here by hand, so that what is tested reads only the weights.
 */
export interface FixtureTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

/** One generation of the reference: its arguments, its sequences with their prompts, and the scores of a beam search. */
export interface GenerationCase {
  readonly args: {
    readonly num_beams: number;
    readonly max_new_tokens: number;
    readonly min_new_tokens?: number;
    readonly length_penalty?: number;
    readonly early_stopping?: boolean | 'never';
    readonly repetition_penalty?: number;
    readonly no_repeat_ngram_size?: number;
    readonly num_return_sequences?: number;
  };
  readonly sequences: readonly (readonly number[])[];
  readonly sequences_scores: readonly number[] | null;
}

export interface Expected {
  readonly source: string;
  readonly loss: number;
  readonly generate: Readonly<Record<string, GenerationCase>>;
  readonly grad_norms?: Readonly<Record<string, number>>;
}

/** The folder of the fixtures: NADIR_PARITY, or the one beside the checkout. */
export const parityRoot = process.env.NADIR_PARITY
  ? path.resolve(process.env.NADIR_PARITY)
  : path.join(import.meta.dirname, '../../../shared/parity');

/** The folder of one model, or undefined with one line saying so. In CI its absence is a failure. */
export function parityFolder(name: string): string | undefined {
  const folder = path.join(parityRoot, name);
  if (existsSync(path.join(folder, 'config.json'))) return folder;
  if (process.env.CI || process.env.NADIR_PARITY) throw new Error(`There is no parity data in ${folder}.`);
  console.warn(`Not run: the parity data ${name} is not on this machine.`);
  return undefined;
}

export function expectedFigures(folder: string): Expected {
  return JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')) as Expected;
}

/** The tensors of `expected.safetensors`, integers as Int32Array. */
export function expectedTensors(folder: string): (name: string) => FixtureTensor {
  const file = path.join(folder, 'expected.safetensors');
  const bytes = readFileSync(file);
  const length = Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + length)) as Record<
    string,
    { readonly dtype: string; readonly shape: number[]; readonly data_offsets: [number, number] }
  >;
  return (name) => {
    const entry = header[name];
    if (!entry) throw new Error(`${file} holds no ${name}.`);
    const [start, end] = entry.data_offsets;
    const part = bytes.buffer.slice(bytes.byteOffset + 8 + length + start, bytes.byteOffset + 8 + length + end);
    return { shape: entry.shape, data: values(entry.dtype, part as ArrayBuffer) };
  };
}

function values(type: string, bytes: ArrayBuffer): Float32Array | Int32Array {
  if (type === 'F32') return new Float32Array(bytes);
  if (type === 'F16') return Float32Array.from(new Uint16Array(bytes), halfToFloat);
  if (type === 'I64') return Int32Array.from(new BigInt64Array(bytes), Number);
  if (type === 'I32') return new Int32Array(bytes);
  throw new Error(`The fixtures hold a tensor of type ${type}.`);
}

/** All gradients that the reference wrote, by parameter. */
export function expectedNames(folder: string, prefix: string): string[] {
  const bytes = readFileSync(path.join(folder, 'expected.safetensors'));
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + Number(bytes.readBigUInt64LE()))) as Record<string, unknown>;
  return Object.keys(header)
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length));
}

/** Largest difference of any element; values of `rows` where `keep` is 0 are left out (padding computes nothing). */
export function worstDifference(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  keep?: ArrayLike<number>,
): number {
  expect(actual.length).toBe(expected.length);
  const width = keep ? expected.length / keep.length : 1;
  let worst = 0;
  for (let at = 0; at < expected.length; at++) {
    if (keep && !keep[Math.floor(at / width)]) continue;
    const difference = Math.abs(actual[at]! - expected[at]!);
    // A value that is not a number is no agreement.
    if (!(difference <= worst)) worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return worst;
}

export const largest = (array: ArrayLike<number>): number => {
  let most = 0;
  for (let at = 0; at < array.length; at++) most = Math.max(most, Math.abs(array[at]!));
  return most;
};

/** Tolerances of the specification. */
export const tolerance = { activation: 2e-4, loss: 1e-4, relativeGradient: 1e-3, beamScore: 1e-3 } as const;
