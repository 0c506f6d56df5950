import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTorchCheckpoint } from '../../../main/checkpoint/torch/torch-checkpoint.ts';
import type { WeightSource } from '../../../main/checkpoint/weight-source.ts';
import { expectRefused } from '../support/refused.ts';
import { checkpointOf, globalOp, pickleOf, tensorOf, zipOf } from './archives.ts';

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir checksums '));
  file = path.join(folder, 'case.pth');
});
afterAll(() => rmSync(folder, { recursive: true }));

function opened<T>(content: Buffer, use: (source: WeightSource) => T): T {
  writeFileSync(file, content);
  const source = openTorchCheckpoint(file);
  try {
    return use(source);
  } finally {
    source.close();
  }
}
const vector = (key: string, count = 4, shape = [count], offset = 0): Buffer =>
  tensorOf({ count, shape, strides: [1], offset, key });
/** The archive with a bit of `marker`'s first byte turned. */
function turned(content: Buffer, marker: Buffer): Buffer {
  const damaged = Buffer.from(content);
  const at = content.indexOf(marker);
  expect(at).toBeGreaterThan(0);
  damaged[at]! ^= 1;
  return damaged;
}
const bytesOf = (floats: readonly number[]): Buffer => Buffer.from(Float32Array.from(floats).buffer);
const archive = (pickle: Buffer, ...storages: readonly Buffer[]): Buffer =>
  zipOf([
    { name: 'archive/data.pkl', data: pickle },
    ...storages.map((data, key) => ({ name: `archive/data/${key}`, data })),
  ]);

describe('a storage that is not as it was written', () => {
  const two = archive(
    pickleOf([
      ['a', vector('0')],
      ['b', vector('1')],
    ]),
    bytesOf([1, 2, 3, 4]),
    bytesOf([5, 6, 7, 8]),
  );

  it('is told when its tensor is read, by archive and entry; the others are read', () => {
    opened(turned(two, bytesOf([6])), (source) => {
      expect([...source.read('a').data]).toEqual([1, 2, 3, 4]);
      const message =
        /case\.pth is damaged: "archive\/data\/1" in it has the checksum [0-9a-f]{8}, not [0-9a-f]{8} as was written/;
      expectRefused(() => source.read('b'), file, message);
      // It is told each time.
      expectRefused(() => source.read('b'), file, message);
    });
  });

  it('is told by any tensor that lies in it, though the damage lies in another', () => {
    const shared = pickleOf([
      ['first', vector('0', 4, [2])],
      ['last', vector('0', 4, [2], 2)],
    ]);
    const whole = archive(shared, bytesOf([1, 2, 3, 4]));
    const halves = opened(whole, (source) => ['first', 'last'].map((name) => [...source.read(name).data]));
    expect(halves).toEqual([
      [1, 2],
      [3, 4],
    ]);
    opened(turned(whole, bytesOf([4])), (source) => {
      expectRefused(() => source.read('first'), file, '"archive/data/0"');
    });
  });

  it('is told of halves, which are widened on the way, and of a storage of several steps', () => {
    const long = 3_000_000;
    const halves = tensorOf({ count: long, shape: [long], strides: [1] });
    const pickle = Buffer.from(
      pickleOf([['w', halves]])
        .toString('latin1')
        .replace('FloatStorage', 'HalfStorage'),
      'latin1',
    );
    const data = Buffer.alloc(2 * long, Buffer.from([0, 0x3c]));
    const whole = archive(pickle, data);
    opened(whole, (source) => expect(source.read('w').data.every((value) => value === 1)).toBe(true));
    const damaged = Buffer.from(whole);
    damaged[whole.indexOf(data.subarray(0, 1000)) + 2 * long - 1]! ^= 1;
    opened(damaged, (source) => expectRefused(() => source.read('w'), file, '"archive/data/0"'));
    const floats = archive(pickleOf([['w', vector('0', long)]]), Buffer.alloc(4 * long));
    opened(floats, (source) => expect(source.read('w').data).toHaveLength(long));
    const last = Buffer.from(floats);
    last[floats.indexOf(Buffer.alloc(1000)) + 4 * long - 1]! ^= 1;
    opened(last, (source) => expectRefused(() => source.read('w'), file, '"archive/data/0"'));
  });
});

it('a pickle that is not as it was written is told before it is read', () => {
  const evil = pickleOf([['w', Buffer.concat([globalOp('posix', 'system'), vector('0')])]]);
  const whole = archive(evil, bytesOf([1, 2, 3, 4]));
  expectRefused(() => opened(whole, () => {}), file, 'posix');
  expectRefused(
    () => opened(turned(whole, Buffer.from('posix')), () => {}),
    file,
    '"archive/data.pkl" in it has the checksum',
  );
});

it('an archive whose writer was told to make no checksums is read, as torch reads it', () => {
  const whole = checkpointOf(pickleOf([['w', vector('0')]]));
  const end = whole.length - 22;
  // In the directory, the checksum stands at byte 16 of each entry.
  for (let at = whole.readUInt32LE(end + 16); at < end; ) {
    whole.writeUInt32LE(0, at + 16);
    at += 46 + whole.readUInt16LE(at + 28);
  }
  expect(opened(whole, (source) => [...source.read('w').data])).toEqual([1, 2, 3, 4]);
});
