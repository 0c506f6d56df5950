import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTorchCheckpoint } from '../../../main/checkpoint/torch/torch-checkpoint.ts';
import { expectRefused } from '../support/refused.ts';
import { checkpointOf, pickleOf, tensorOf, zipOf } from './archives.ts';

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir archives '));
  file = path.join(folder, 'case.pth');
});
afterAll(() => rmSync(folder, { recursive: true }));

const pickle = pickleOf([['w', tensorOf({ count: 4, shape: [4], strides: [1] })]]);
const data = Buffer.from(Float32Array.of(1, 2, 3, 4).buffer);
const endBytes = 22;

function refused(content: Buffer, message: string | RegExp): void {
  writeFileSync(file, content);
  expectRefused(() => openTorchCheckpoint(file), file, message);
}
/** A sound archive with some of its bytes written over; `at` counts from the directory's first entry or the end record. */
function changed(from: 'directory' | 'end', at: number, write: (bytes: Buffer, at: number) => void): Buffer {
  const content = checkpointOf(pickle);
  const end = content.length - endBytes;
  write(content, (from === 'end' ? end : content.readUInt32LE(end + 16)) + at);
  return content;
}
const u16 = (value: number) => (bytes: Buffer, at: number) => void bytes.writeUInt16LE(value, at);
const u32 = (value: number) => (bytes: Buffer, at: number) => void bytes.writeUInt32LE(value, at);

/** The sound archive with a zip64 record and its locator, of which the caller changes what it likes. */
function large(change: (record: Buffer, locator: Buffer) => void): Buffer {
  const content = checkpointOf(pickle);
  const end = content.subarray(content.length - endBytes);
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  for (const at of [24, 32]) record.writeBigUInt64LE(BigInt(end.readUInt16LE(10)), at);
  record.writeBigUInt64LE(BigInt(end.readUInt32LE(12)), 40);
  record.writeBigUInt64LE(BigInt(end.readUInt32LE(16)), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(content.length - endBytes), 8);
  locator.writeUInt32LE(1, 16);
  change(record, locator);
  const all = Buffer.from(end);
  all.writeUInt16LE(0xffff, 8);
  all.writeUInt16LE(0xffff, 10);
  for (const at of [12, 16]) all.writeUInt32LE(0xffffffff, at);
  return Buffer.concat([content.subarray(0, content.length - endBytes), record, locator, all]);
}

it('cut short at each of its bytes, an archive is refused', () => {
  const whole = readFileSync(path.join(import.meta.dirname, 'fixtures/module.pt'));
  for (let length = 0; length < whole.length; length++) refused(whole.subarray(0, length), /\.pth/);
});

it('with any one of its bytes changed, it is refused in a sentence or holds the same tensor, value by value', () => {
  const whole = checkpointOf(pickle);
  const read = (): Map<string, number[]> => {
    const source = openTorchCheckpoint(file);
    try {
      return new Map([...source.tensors.keys()].map((name) => [name, [...source.read(name).data]]));
    } finally {
      source.close();
    }
  };
  let opened = 0;
  for (let at = 0; at < whole.length; at++) {
    const content = Buffer.from(whole);
    content[at]! ^= 0xff;
    writeFileSync(file, content);
    try {
      expect(read()).toEqual(new Map([['w', [1, 2, 3, 4]]]));
      opened++;
    } catch {
      expectRefused(read, file, /\.pth/);
    }
  }
  // Dates, versions and what the entries' own headers repeat are nothing that is looked at.
  expect(opened).toBeLessThan(whole.length / 2);
});

describe('an archive that lies is refused', () => {
  const parts = [
    { name: 'a/data.pkl', data: pickle },
    { name: 'a/data/0', data },
  ];
  it.each([
    [
      'a pickle that unfolds to 100 MB',
      zipOf([{ name: 'a/data.pkl', data: Buffer.alloc(100e6), deflated: true }, parts[1]!]),
      'is compressed',
    ],
    [
      'an archive in it that unfolds',
      zipOf([
        ...parts,
        { name: 'a/x.zip', data: zipOf([{ name: 'y', data: Buffer.alloc(1e6), deflated: true }]), deflated: true },
      ]),
      'is compressed',
    ],
    ['two names of one pickle', zipOf([...parts, { name: 'a/data/1', data: pickle, sameAs: 0 }]), 'share bytes'],
    [
      'a file that claims the whole of another',
      zipOf([parts[1]!, { ...parts[0]!, claim: 5000 }]),
      'beyond its contents',
    ],
    ['a size of 4 GB', zipOf([{ ...parts[0]!, claim: 0xfffffffe }, parts[1]!]), 'beyond its contents'],
    [
      'a size of 2^32 − 1 without its long form',
      zipOf([{ ...parts[0]!, claim: 0xffffffff }, parts[1]!]),
      'beyond its contents',
    ],
    [
      'a name that leads out of it',
      zipOf([...parts, { name: '../../evil', data }]),
      '"../../evil" in it is not a place',
    ],
    ['a name from the disk’s root', zipOf([...parts, { name: '/etc/passwd', data }]), 'is not a place'],
    ['encrypted files', changed('directory', 8, u16(1)), 'is encrypted'],
    ['another way of packing', changed('directory', 10, u16(93)), 'is compressed'],
    ['fewer entries than there are', changed('end', 10, u16(1)), 'more than the 1 entries'],
    ['more entries than there are', changed('end', 10, u16(9)), 'entry 4 of 9'],
    ['no entries', changed('end', 10, u16(0)), 'more than the 0 entries'],
    ['a directory of 4 GB', changed('end', 12, u32(0xfffffff0)), 'claims 4294967280 bytes'],
    ['a directory beyond its end', changed('end', 16, u32(0xfffffff0)), 'beyond its end'],
    ['a directory that begins in between', changed('end', 16, u32(0)), 'entry 1 of 3'],
    ['a name longer than the directory', changed('directory', 28, u16(0xffff)), 'runs beyond it'],
    ['a file’s own header beyond its end', changed('directory', 42, u32(0xfffffff0)), 'lies beyond its end'],
    ['a file’s own header where none is', changed('directory', 42, u32(3)), 'is missing'],
  ])('%s', (_, content, message) => {
    refused(content, message);
  });

  it('its long form is read, and what that lies about is refused too', () => {
    writeFileSync(
      file,
      large(() => {}),
    );
    const source = openTorchCheckpoint(file);
    expect(Array.from(source.read('w').data)).toEqual([1, 2, 3, 4]);
    source.close();
    const most = 2n ** 64n - 1n;
    refused(
      large((record) => void record.writeBigUInt64LE(most, 32)),
      'entry 4 of',
    );
    refused(
      large((record) => void record.writeBigUInt64LE(most, 40)),
      'claims 18446744073709552000 bytes',
    );
    refused(
      large((record) => void record.writeBigUInt64LE(most, 48)),
      'lies beyond its end',
    );
    refused(
      large((record) => void record.writeUInt32LE(0, 0)),
      'the record of its directory is missing',
    );
    refused(
      large((_, locator) => void locator.writeBigUInt64LE(most, 8)),
      'beyond its end',
    );
  });
});
