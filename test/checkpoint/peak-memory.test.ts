import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const tensors = 12;
/** 12 tensors of 4 M numbers: 96 MB as halves on the disk, 192 MB as floats in memory. */
const valuesEach = 4_000_000;

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir peak '));
  file = path.join(folder, 'model.safetensors');
  const bytes = 2 * valuesEach;
  const entries = Array.from({ length: tensors }, (_, at) => [
    `t${at}`,
    { dtype: at % 2 === 0 ? 'F16' : 'BF16', shape: [valuesEach], data_offsets: [at * bytes, (at + 1) * bytes] },
  ]);
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const descriptor = openSync(file, 'w');
  for (const part of [length, header]) writeSync(descriptor, part);
  // Values other than zero, so that every page is really there.
  const values = Buffer.alloc(bytes, 0x3c);
  for (let at = 0; at < tensors; at++) writeSync(descriptor, values);
  closeSync(descriptor);
});
afterAll(() => rmSync(folder, { recursive: true }));

it('reading a half-precision file takes the widened weights and less than a tenth more', () => {
  const reader = path.join(import.meta.dirname, 'support/read-all.ts');
  const { grown, weights } = JSON.parse(execFileSync(process.execPath, [reader, file], { encoding: 'utf8' })) as {
    grown: number;
    weights: number;
  };
  expect(weights).toBe(tensors * valuesEach * 4);
  expect(grown).toBeGreaterThan(weights * 0.9);
  expect(grown).toBeLessThan(weights * 1.1);
});
