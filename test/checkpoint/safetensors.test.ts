import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../main/checkpoint/safetensors.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir gewichte ü '));
  file = path.join(folder, 'model.safetensors');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A file made by hand, byte by byte, so that the reader is not tested against our own writer. */
function write(header: string, body: Uint8Array, announced = Buffer.byteLength(header)): void {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(announced));
  writeFileSync(file, Buffer.concat([length, Buffer.from(header), body]));
}
const entry = (dtype: string, shape: number[], from: number, to: number): string =>
  JSON.stringify({ dtype, shape, data_offsets: [from, to] });

it('reads F32, F16 and BF16: 1.5 is 0x3fc00000, 0x3e00 and 0x3fc0', () => {
  const body = Buffer.from([0x00, 0x00, 0xc0, 0x3f, 0x00, 0x3e, 0xc0, 0x3f]);
  write(
    `{"__metadata__":{"by":"hand"},"c":${entry('BF16', [1], 6, 8)},"a":${entry('F32', [1, 1], 0, 4)},"b":${entry('F16', [], 4, 6)}}`,
    body,
  );
  const { tensors, metadata } = readSafetensors(file);
  expect(metadata).toEqual({ by: 'hand' });
  for (const name of ['a', 'b', 'c']) expect(Array.from(tensors.get(name)!.data)).toEqual([1.5]);
  expect(tensors.get('a')!.shape).toEqual([1, 1]);
  expect(tensors.get('b')!.shape).toEqual([]);
});

it('what is written is read back, as F32 exactly and as F16 rounded; nothing is left beside the file', () => {
  const tensors = new Map([
    ['z', { shape: [2, 2], data: Float32Array.of(1, -2, 0.1, 1e-3) }],
    ['a', { shape: [1], data: Float32Array.of(7) }],
  ]);
  writeSafetensors(file, tensors, { metadata: { run: 'x' } });
  expect(readSafetensors(file)).toEqual({ tensors: new Map([...tensors].reverse()), metadata: { run: 'x' } });
  writeSafetensors(file, tensors, { type: 'F16' });
  // 0.1 lies between the halves 1638/2^14 and 1639/2^14; 1638.4 rounds to 1638.
  expect(readSafetensors(file).tensors.get('z')!.data[2]).toBe(Math.fround(1638 / 16384));
  expect(readdirSync(folder)).toEqual(['model.safetensors']);
});

it('equal tensors give equal bytes, in whatever order they come', () => {
  const [a, b] = [
    { shape: [1], data: Float32Array.of(1) },
    { shape: [1], data: Float32Array.of(2) },
  ];
  writeSafetensors(
    file,
    new Map([
      ['a', a],
      ['b', b],
    ]),
  );
  const first = readFileSync(file);
  writeSafetensors(
    file,
    new Map([
      ['b', b],
      ['a', a],
    ]),
  );
  expect(readFileSync(file).equals(first)).toBe(true);
});

it.each([
  ['a tensor beyond the end', `{"a":${entry('F32', [2], 0, 8)}}`, 4, 'outside the 4 bytes'],
  ['offsets that run backwards', `{"a":${entry('F32', [1], 4, 0)}}`, 4, 'outside'],
  ['overlapping tensors', `{"a":${entry('F32', [1], 0, 4)},"b":${entry('F32', [1], 2, 6)}}`, 6, '"b" overlaps'],
  ['a hole', `{"a":${entry('F32', [1], 0, 4)},"b":${entry('F32', [1], 6, 10)}}`, 10, '2 bytes before tensor "b"'],
  ['bytes of no tensor', `{"a":${entry('F32', [1], 0, 4)}}`, 6, '2 bytes at its end'],
  ['a size that does not fit the shape', `{"a":${entry('F32', [3], 0, 8)}}`, 8, 'needs 12 bytes but has 8'],
  [
    'a name that stands twice',
    `{"a":${entry('F32', [1], 0, 4)},"a":${entry('F32', [1], 0, 4)}}`,
    4,
    '"a" stands twice',
  ],
  ['an unknown element type', `{"a":${entry('I128', [1], 0, 16)}}`, 16, 'element type I128'],
  ['an incomplete entry', '{"a":{"dtype":"F32"}}', 0, 'tensor "a" is incomplete'],
  ['a header that is not JSON', '{"a":', 0, 'not JSON'],
])('refuses %s, naming the file', (_, header, bytes, message) => {
  write(header, new Uint8Array(bytes));
  const read = (): unknown => readSafetensors(file);
  expect(read).toThrow(message);
  expect(read).toThrow(file);
});

it('refuses a header longer than the file, a cut file, a file of 3 bytes and one that is not there', () => {
  write('{}', new Uint8Array(0), 5000);
  expect(() => readSafetensors(file)).toThrow('announces a header of 5000 bytes but has 10 in all');
  writeSafetensors(file, new Map([['a', { shape: [4], data: new Float32Array(4) }]]));
  truncateSync(file, readFileSync(file).length - 1);
  expect(() => readSafetensors(file)).toThrow('outside the 15 bytes');
  writeFileSync(file, 'abc');
  expect(() => readSafetensors(file)).toThrow('it has only 3 bytes');
  rmSync(file);
  expect(() => readSafetensors(file)).toThrow(`There is no weights file ${file}`);
});

it('a write that fails leaves the old file as it was', () => {
  const good = new Map([['a', { shape: [1], data: Float32Array.of(1) }]]);
  writeSafetensors(file, good);
  expect(() => writeSafetensors(file, new Map([['a', { shape: [2], data: Float32Array.of(1) }]]))).toThrow('2');
  expect(readSafetensors(file).tensors).toEqual(good);
});
