import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSafetensors, readSafetensors } from '../../main/checkpoint/safetensors.ts';
import { openSharded } from '../../main/checkpoint/sharded.ts';
import { expectRefused } from './support/refused.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir hostile '));
  file = path.join(folder, 'model.safetensors');
});
afterEach(() => rmSync(folder, { recursive: true }));

function fileOf(header: string | Buffer, bodyBytes = 0, announced = BigInt(Buffer.byteLength(header))): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(announced);
  return Buffer.concat([length, Buffer.from(header), Buffer.alloc(bodyBytes)]);
}
function refused(content: Buffer, message: string | RegExp): void {
  writeFileSync(file, content);
  expectRefused(() => openSafetensors(file), file, message);
}
const entry = (shape: string, offsets: string, type = 'F32'): string =>
  `{"dtype":"${type}","shape":${shape},"data_offsets":${offsets}}`;
const one = entry('[1]', '[0,4]');

describe('a length of the header that cannot be', () => {
  it.each([
    ['one byte beyond the file', 3n],
    ['a gigabyte', 2n ** 30n],
    ['2^53 + 1', 2n ** 53n + 1n],
    ['2^63', 2n ** 63n],
    ['2^64 − 1', 2n ** 64n - 1n],
  ])('%s is refused before it is read', (_, announced) => {
    refused(fileOf('{}', 0, announced), /announces a header of \d+ bytes but has 10 in all/);
  });

  it('above 100 MB is refused even where the file is that long', () => {
    writeFileSync(file, fileOf('{', 0, 100_000_001n));
    truncateSync(file, 100_000_100);
    expectRefused(() => openSafetensors(file), file, 'announces a header of 100000001 bytes');
  });
});

describe('a header that is refused, in a sentence', () => {
  it.each([
    ['none', '', 'not JSON'],
    ['a list', '[]', 'not an object'],
    ['null', 'null', 'not an object'],
    ['text that is not UTF-8', Buffer.from('7b22ff223a317d', 'hex'), 'not UTF-8'],
    ['a mark of the byte order', `\ufeff{"a":${one}}`, 'not JSON'],
    ['a name twice, far from its colon', `{"a"${' '.repeat(50)}:${one},"a"\n\t:${one}}`, '"a" stands twice'],
    ['a name twice, once in other letters', `{"a":${one},"\\u0061":${one}}`, '"a" stands twice'],
    ['metadata twice', `{"__metadata__":{},"a":${one},"__metadata__":{}}`, '"__metadata__" stands twice'],
    [
      'a shape twice',
      '{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}',
      'the entry of "a" has "shape" twice',
    ],
    [
      'a shape twice, once in other letters, behind an entry like it',
      `{"b":${entry('[0]', '[0,0]')},"a":{"dtype":"F32","shape":[1],"s\\u0068ape":[1],"data_offsets":[0,4]}}`,
      'the entry of "a" has "shape" twice',
    ],
    [
      'a key of its metadata twice',
      `{"__metadata__":{"k":"a","k":"b"},"a":${one}}`,
      'entry of "__metadata__" has "k" twice',
    ],
    ['metadata of numbers', `{"__metadata__":{"a":1},"a":${one}}`, 'other than text'],
    ['metadata that is a list', `{"__metadata__":[],"a":${one}}`, 'other than text'],
    ['metadata in metadata', `{"__metadata__":{"a":{"b":{"c":{}}}},"a":${one}}`, 'more than names and places'],
    ['an entry of nothing', '{"a":null}', '"a" is incomplete'],
    ['an entry that is a number', '{"a":5}', '"a" is incomplete'],
    [
      'an entry that inherits what it lacks',
      '{"a":{"__proto__":{"dtype":"F32","shape":[]},"data_offsets":[0,4]}}',
      'more than names and places',
    ],
    ['a negative size', `{"a":${entry('[-1]', '[0,4]')}}`, 'not whole numbers'],
    ['two negative sizes, whose product is none', `{"a":${entry('[-1,-1]', '[0,4]')}}`, 'not whole numbers'],
    ['a size of one half', `{"a":${entry('[0.5,2]', '[0,4]')}}`, 'not whole numbers'],
    ['a size above 2^53', `{"a":${entry('[9007199254740993]', '[0,4]')}}`, 'not whole numbers'],
    ['a size beyond every number', `{"a":${entry('[1e999]', '[0,4]')}}`, 'not whole numbers'],
    ['a size in quotes', `{"a":${entry('["1"]', '[0,4]')}}`, 'not whole numbers'],
    ['a negative offset', `{"a":${entry('[1]', '[-4,0]')}}`, 'not whole numbers'],
    ['an offset of a fraction', `{"a":${entry('[1]', '[0.5,4.5]')}}`, 'not whole numbers'],
    ['three offsets', `{"a":${entry('[1]', '[0,4,8]')}}`, '"a" is incomplete'],
    [
      'sizes whose product is beyond 2^53',
      `{"a":${entry('[4294967296,4294967296]', '[0,4]')}}`,
      'needs 73786976294838210000 bytes',
    ],
    [
      'sizes beyond every number, times none',
      `{"a":${entry(`[${'9007199254740991,'.repeat(30)}0]`, '[0,4]')}}`,
      'needs 0 bytes',
    ],
    ['65 axes', `{"a":${entry(`[${'1,'.repeat(64)}1]`, '[0,4]')}}`, '65 axes'],
    ['a type that objects inherit', `{"a":${entry('[1]', '[0,4]', 'toString')}}`, 'element type toString'],
    ['a type of megabytes', `{"a":${entry('[1]', '[0,4]', 'F'.repeat(1e6))}}`, 'element type F{40};'],
    ['a name of 1,001 characters', `{"${'n'.repeat(1001)}":${one}}`, 'a name of 1001 characters'],
    ['the same bytes for two', `{"a":${one},"b":${one}}`, '"b" overlaps'],
    ['one within another', `{"a":${entry('[2]', '[0,8]')},"b":${entry('[1]', '[2,6]')}}`, '"b" overlaps'],
  ])('%s', (_, header, message) => {
    refused(fileOf(header, 4 + (header.includes('[0,8]') ? 4 : 0)), new RegExp(message));
  });

  it.each([
    [
      'more tensors than any model',
      () => `{${Array.from({ length: 200_001 }, (_, at) => `"${at}":{}`).join()}}`,
      'more than 200000',
    ],
    ['lists in lists', () => `{"a":${'['.repeat(4e6)}`, 'more than names and places'],
    ['objects without end', () => `{"a":[${'{},'.repeat(4e6)}{}]}`, 'more than names and places'],
    ['millions of axes', () => `{"a":${entry(`[${'1,'.repeat(4e6)}1]`, '[0,4]')}}`, '4000001 axes'],
  ])('and soon: %s', (_, header, message) => {
    refused(fileOf(header(), 4), message);
  });

  it('cut short at each of its bytes', () => {
    const whole = fileOf(`{"a":${one},"b":${entry('[2]', '[4,8]', 'F16')}}`, 8);
    for (let length = 0; length < whole.length; length++) refused(whole.subarray(0, length), /model\.safetensors/);
    writeFileSync(file, whole);
    expect(readSafetensors(file).tensors.size).toBe(2);
  });

  it('a name that is special to objects is a name like any other', () => {
    writeFileSync(file, fileOf(`{"__proto__":${one},"constructor":${entry('[]', '[4,8]')}}`, 8));
    const { tensors } = readSafetensors(file);
    expect([...tensors.keys()]).toEqual(['__proto__', 'constructor']);
    expect(({} as { dtype?: string }).dtype).toBeUndefined();
  });
});

describe('an index of shards that is refused', () => {
  const name = 'model.safetensors.index.json';
  it.each([
    ['no JSON', '{', 'is not JSON'],
    ['null', 'null', 'no "weight_map"'],
    ['a list', '{"weight_map":[]}', 'no "weight_map"'],
    ['a number for a file', '{"weight_map":{"a":1}}', '"a" in it has no file’s name'],
    ['an empty name', '{"weight_map":{"a":""}}', 'has no file’s name'],
    ['a way out', '{"weight_map":{"a":"../model.safetensors"}}', 'lies outside its folder'],
    ['a way out for another system', '{"weight_map":{"a":"..\\\\model.safetensors"}}', 'lies outside its folder'],
    ['the folder above', '{"weight_map":{"a":".."}}', 'lies outside its folder'],
    ['an absolute place', '{"weight_map":{"a":"/etc/passwd"}}', 'lies outside its folder'],
    ['a file that is a folder', '{"weight_map":{"a":"shard"}}', 'it is not a file'],
    ['a tensor of another file', '{"weight_map":{"b":"model.safetensors"}}', 'a tensor "a" that'],
    ['more than 10 MB', `{"weight_map":${' '.repeat(10_000_000)}{}}`, 'bytes'],
  ])('%s', (_, index, message) => {
    mkdirSync(path.join(folder, 'shard'));
    writeFileSync(file, fileOf(`{"a":${one}}`, 4));
    writeFileSync(path.join(folder, name), index);
    expectRefused(() => openSharded(path.join(folder, name)), folder, message.replace('’', "'"));
  });
});

describe('element types', () => {
  it('F64 is rounded to float32: 0.1 becomes its neighbour, 1e300 infinite', () => {
    const content = fileOf(`{"a":${entry('[3]', '[0,24]', 'F64')}}`, 24);
    content.set(Buffer.from(Float64Array.of(0.1, -2, 1e300).buffer), content.length - 24);
    writeFileSync(file, content);
    expect(Array.from(readSafetensors(file).tensors.get('a')!.data)).toEqual([
      Math.fround(0.1),
      -2,
      Number.POSITIVE_INFINITY,
    ]);
  });

  it.each([
    ['I64', 8],
    ['F8_E4M3', 1],
    ['F8_E5M2', 1],
    ['BOOL', 1],
  ])('%s may be there; asking for its values names the tensor, the type and those that are read', (type, bytes) => {
    writeFileSync(
      file,
      fileOf(`{"a":${one},"x.position_ids":${entry('[2]', `[4,${4 + 2 * bytes}]`, type)}}`, 4 + 2 * bytes),
    );
    const source = openSafetensors(file);
    expect(Array.from(source.read('a').data)).toEqual([0]);
    expect(() => source.read('x.position_ids')).toThrow(
      `Tensor "x.position_ids" in ${file} has element type ${type}; readable are F32, F16, BF16, F64.`,
    );
    source.close();
  });
});
