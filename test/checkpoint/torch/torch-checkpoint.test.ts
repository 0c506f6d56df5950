import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTorchCheckpoint } from '../../../main/checkpoint/torch/torch-checkpoint.ts';
import { laidOver, type WeightSource } from '../../../main/checkpoint/weight-source.ts';
import { sharedFile } from '../../support/shared-data.ts';
import { checkpointOf, globalOp, pickleOf, tensorOf, zipOf } from './archives.ts';

const fixture = (name: string): string => path.join(import.meta.dirname, 'fixtures', name);
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir torch ü '));
});
afterAll(() => rmSync(folder, { recursive: true }));

const values = (source: WeightSource, name: string): number[] => Array.from(source.read(name).data);
function written(content: Buffer): string {
  const file = path.join(folder, 'case.pth');
  writeFileSync(file, content);
  return file;
}

describe('a checkpoint that torch 2.13 wrote', () => {
  it.each(['views.pth', 'protocol-4.pth'])('%s gives every view of a storage its own values', (name) => {
    const source = openTorchCheckpoint(fixture(name));
    try {
      expect([...source.tensors.keys()]).toEqual('rows columns tail half bfloat scalar parameter empty'.split(' '));
      // base is 0, 0.25, … 2.75, as 3 rows of 4.
      expect(values(source, 'rows')).toEqual(Array.from({ length: 12 }, (_, i) => i / 4));
      expect(source.tensors.get('columns')!.shape).toEqual([4, 3]);
      expect(values(source, 'columns')).toEqual([0, 1, 2, 0.25, 1.25, 2.25, 0.5, 1.5, 2.5, 0.75, 1.75, 2.75]);
      expect(values(source, 'tail')).toEqual([2.25, 2.5, 2.75]);
      expect(values(source, 'half')).toEqual([1.5, -2, 65504, 2 ** -24]);
      expect(values(source, 'bfloat')).toEqual([1, -0.15625, 3.3895313892515355e38]);
      expect(source.read('scalar')).toEqual({ shape: [], data: Float32Array.of(7.25) });
      expect(values(source, 'parameter')).toEqual([0.5]);
      expect(source.read('empty')).toEqual({ shape: [0, 3], data: new Float32Array(0) });
    } finally {
      source.close();
    }
  });

  it('may be a module’s state dict, which carries its layers’ versions', () => {
    const source = openTorchCheckpoint(fixture('module.pt'));
    expect(values(source, 'weight')).toEqual([0.25, -0.75]);
    expect(values(source, 'bias')).toEqual([1]);
    source.close();
  });

  it('with whole numbers opens; asking for them is an error that names the tensor and its type', () => {
    const source = openTorchCheckpoint(fixture('whole-numbers.pth'));
    expect(source.tensors.get('w')).toMatchObject({ type: 'I64', shape: [3] });
    expect(() => source.read('w')).toThrow('"w"');
    expect(() => source.read('w')).toThrow('I64');
    expect(() => source.read('v')).toThrow('no tensor "v"');
    source.close();
  });

  it('in the old format is refused with the way to save it anew', () => {
    expect(() => openTorchCheckpoint(fixture('old-format.pth'))).toThrow(/old-format\.pth.*old format.*torch\.save/);
  });

  it('with a view of 1,000 values of a storage of one is refused: it would unfold without end', () => {
    expect(() => openTorchCheckpoint(fixture('expanded.pth'))).toThrow(
      '"w" of shape [1000] has 1000 values, but its storage 1',
    );
  });

  it('cut short at any byte is refused, and never read as less', () => {
    const whole = readFileSync(fixture('module.pt'));
    for (let length = 0; length < whole.length; length += 7)
      expect(() => openTorchCheckpoint(written(whole.subarray(0, length)))).toThrow(folder);
  });
});

const full = sharedFile('parity/lavis-t5/instruct_blip_t5_tiny.pth');
const tuned = sharedFile('parity/lavis-t5/checkpoint_1.pth');
it.skipIf(!full || !tuned)('a LAVIS pair lies one over the other: 179 tensors, 95 of them fine-tuned', () => {
  const base = openTorchCheckpoint(full!);
  const top = openTorchCheckpoint(tuned!);
  expect([base.tensors.size, top.tensors.size]).toEqual([179, 95]);
  const both = laidOver(base, top);
  expect(both.tensors.size).toBe(179);
  for (const name of base.tensors.keys())
    expect(both.read(name)).toEqual((top.tensors.has(name) ? top : base).read(name));
  expect(both.read('query_tokens')).not.toEqual(base.read('query_tokens'));
  expect(() => laidOver(top, base)).toThrow(
    /does not belong to .*checkpoint_1\.pth: "visual_encoder\.\S+" is not in it/,
  );
  both.close();
});

describe('a pickle that asks for anything but a state dict', () => {
  const call = (...ops: Buffer[]) => checkpointOf(pickleOf([['w', Buffer.concat(ops)]]));
  const latin = (text: string) => Buffer.from(text, 'latin1');

  it.each([
    ['a system call', call(globalOp('posix', 'system'), latin('(X\x04\x00\x00\x00trueltR')), 'posix.system'],
    ['the same by its parts', call(latin('\x8c\x05posix\x94\x8c\x06system\x94\x93')), 'posix.system'],
    ['parts out of the memo', call(latin('\x8c\x05posix\x94\x8c\x06system\x94h\x00h\x01\x93')), 'posix.system'],
    [
      'parts that are computed',
      call(latin('\x8c\x02os\x8c\x06system\x86\x8c\x00\x8c\x00)\x93')),
      '(computed).(computed)',
    ],
    ['an instance', call(latin('(isubprocess\nPopen\n')), 'subprocess.Popen'],
    ['an extension', call(latin('\x82\x01')), 'copyreg extension.1'],
    ['another function of torch', call(globalOp('torch', 'load')), 'torch.load'],
    ['a name that an object inherits', call(globalOp('__proto__', 'constructor')), '__proto__.constructor'],
  ])('%s is refused, naming it and the file', (_, content, name) => {
    const file = written(content);
    expect(() => openTorchCheckpoint(file)).toThrow(`"${name}"`);
    expect(() => openTorchCheckpoint(file)).toThrow(file);
  });

  it('is refused even where the name stands after damage: before anything is built', () => {
    // REDUCE on an empty stack would be the first error if building had begun.
    const file = written(call(latin('RRRR'), globalOp('posix', 'system')));
    expect(() => openTorchCheckpoint(file)).toThrow('posix.system');
  });

  it.each([
    ['takes from an empty stack', latin('RRRR'), 'where there is none'],
    ['takes what it never stored', latin('h\x07'), 'takes value 7 before storing it'],
    ['goes back to no mark', latin('ttt'), 'mark that it never set'],
    ['makes objects', latin('(o'), 'OBJ'],
    ['holds a byte that is not an instruction', latin('\xff'), '0xff'],
    ['announces a text longer than itself', latin('X\xff\xff\xff\x7f'), 'ends inside an instruction'],
    ['announces a huge number', latin(`\x8b\x00\x01\x00\x00${'\x01'.repeat(256)}`), 'number of 256 bytes'],
    ['calls a number', latin('K\x01)R'), 'not a function'],
    ['makes a storage by itself', Buffer.concat([globalOp('torch', 'FloatStorage'), latin(')R')]), 'makes a storage'],
    ['sets attributes of a tensor', latin('K\x01}b'), 'attributes'],
    ['appends to a number', latin('K\x01K\x02a'), 'not a list'],
    ['refers to no storage', latin('K\x01Q'), 'not a storage'],
    ['holds something else than a tensor', latin('K\x01'), '"w" in it is not a tensor'],
  ])('that %s is refused', (_, ops, message) => {
    expect(() => openTorchCheckpoint(written(call(ops)))).toThrow(message);
  });

  it.each([
    [
      'lies beyond its storage',
      { count: 4, shape: [3], strides: [1], offset: 2 },
      'reaches to value 5 of a storage of 4',
    ],
    ['strides beyond it', { count: 4, shape: [2, 2], strides: [3, 1] }, 'reaches to value 5'],
    [
      'claims a storage of another size',
      { count: 5, shape: [5], strides: [1] },
      'needs a storage of 20 bytes, but "0" has 16',
    ],
    ['has a storage that is not there', { count: 4, shape: [4], strides: [1], key: '9' }, 'storage "9"'],
    ['has strides of another rank', { count: 4, shape: [4], strides: [1, 1] }, 'another rank'],
    ['has a negative size', { count: 4, shape: [-4], strides: [1] }, 'no storage, offset, shape or strides'],
    ['is too large to count', { count: 4, shape: [2e9, 2e9, 2e9], strides: [0, 0, 0] }, 'values, but its storage 4'],
  ])('whose tensor %s is refused', (_, description, message) => {
    expect(() => openTorchCheckpoint(written(checkpointOf(pickleOf([['w', tensorOf(description)]]))))).toThrow(message);
  });
});

describe('an archive', () => {
  const pickle = pickleOf([['w', tensorOf({ count: 4, shape: [4], strides: [1] })]]);
  const data = Buffer.from(Float32Array.of(1, 2, 3, 4).buffer);

  it('made by hand reads as it should', () => {
    const source = openTorchCheckpoint(written(checkpointOf(pickle)));
    expect(values(source, 'w')).toEqual([1, 2, 3, 4]);
    source.close();
  });

  it('with doubles reads them rounded to single precision', () => {
    const doubles = Buffer.from(pickle.toString('latin1').replace('FloatStorage', 'DoubleStorage'), 'latin1');
    const stored = Buffer.from(Float64Array.of(0.1, -2, 3, 2 ** -30).buffer);
    const parts = [
      { name: 'a/data.pkl', data: doubles },
      { name: 'a/data/0', data: stored },
    ];
    const source = openTorchCheckpoint(written(zipOf(parts)));
    expect(source.tensors.get('w')).toMatchObject({ type: 'F64', shape: [4] });
    expect(values(source, 'w')).toEqual([Math.fround(0.1), -2, 3, 2 ** -30]);
    source.close();
  });

  it.each([
    [
      'a compressed file, which could unfold without end',
      [
        { name: 'a/data.pkl', data: pickle },
        { name: 'a/data/0', data: Buffer.alloc(1 << 20), deflated: true },
      ],
      'is compressed',
    ],
    ['a size beyond its end', [{ name: 'a/data.pkl', data: pickle, claim: 1 << 30 }], 'beyond its contents'],
    [
      'two files of the same bytes',
      [
        { name: 'a/data.pkl', data: pickle },
        { name: 'a/data/0', data },
        { name: 'a/data/1', data, sameAs: 1 },
      ],
      'share bytes',
    ],
    [
      'a name that stands twice',
      [
        { name: 'a/data.pkl', data: pickle },
        { name: 'a/data.pkl', data: pickle },
      ],
      'stands twice',
    ],
    [
      'two pickles',
      [
        { name: 'a/data.pkl', data: pickle },
        { name: 'b/data.pkl', data: pickle },
      ],
      '2 files "data.pkl"',
    ],
    ['no pickle', [{ name: 'a/data/0', data }], '0 files "data.pkl"'],
    [
      'numbers in the other order',
      [
        { name: 'a/data.pkl', data: pickle },
        { name: 'a/byteorder', data: Buffer.from('big') },
      ],
      'big-endian',
    ],
  ])('with %s is refused', (_, parts, message) => {
    expect(() => openTorchCheckpoint(written(zipOf(parts)))).toThrow(message);
  });

  it('whose directory claims more entries than it has is refused', () => {
    const content = checkpointOf(pickle);
    content.writeUInt16LE(60_000, content.length - 12);
    expect(() => openTorchCheckpoint(written(content))).toThrow('entry 4 of 60000');
  });

  it('that is none is refused, and one that is not there', () => {
    expect(() => openTorchCheckpoint(written(Buffer.from('hello world, no archive')))).toThrow(
      'not a torch checkpoint',
    );
    expect(() => openTorchCheckpoint(path.join(folder, 'gone.pth'))).toThrow('There is no weights file');
  });
});
