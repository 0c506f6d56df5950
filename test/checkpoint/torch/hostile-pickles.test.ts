import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { openTorchCheckpoint } from '../../../main/checkpoint/torch/torch-checkpoint.ts';
import { expectRefused } from '../support/refused.ts';
import { checkpointOf, globalOp, pickleOf, tensorOf } from './archives.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir hostile '));
});
afterAll(() => rmSync(folder, { recursive: true }));

function refused(pickle: Buffer, message: string | RegExp, floats?: readonly number[]): void {
  const file = path.join(folder, 'case.pth');
  writeFileSync(file, checkpointOf(pickle, floats));
  expectRefused(() => openTorchCheckpoint(file), file, message);
}

const ops = (...parts: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
const pickle = (...parts: readonly (string | Buffer)[]): Buffer => ops('\x80\x04', ...parts, '.');
/** A text as newer pickles have it, put into the memo. */
const memoized = (text: string): string => `\x8c${String.fromCharCode(text.length)}${text}\x94`;
const tensor = tensorOf({ count: 4, shape: [4], strides: [1] });
const asWeight = (...parts: readonly (string | Buffer)[]): Buffer => pickleOf([['w', ops(...parts)]]);

describe('a global that no state dict needs is refused by its name', () => {
  it.each([
    ['posix', 'system'],
    ['nt', 'system'],
    ['builtins', 'eval'],
    ['builtins', 'getattr'],
    ['__builtin__', 'exec'],
    ['os', 'popen'],
    ['subprocess', 'Popen'],
    ['torch._utils', '_rebuild_tensor'],
    ['torch._utils', '_rebuild_device_tensor_from_numpy'],
    ['torch.storage', '_load_from_bytes'],
    ['torch.hub', 'load'],
    ['torch', 'FloatStorage.__init__'],
    ['torch', 'ComplexFloatStorage'],
    ['numpy.core.multiarray', '_reconstruct'],
    ['numpy', 'dtype'],
    ['_codecs', 'encode'],
    ['collections', 'OrderedDict.__reduce__'],
    ['collections.OrderedDict', ''],
    ['', 'collections.OrderedDict'],
    ['argparse', 'Namespace'],
  ])('%s.%s: by GLOBAL, by INST, and by the texts of STACK_GLOBAL, direct or out of the memo', (module, name) => {
    const named = `asks for "${module}.${name}"`;
    refused(asWeight(globalOp(module, name), ')R'), named);
    refused(asWeight(`(i${module}\n${name}\n`), named);
    refused(asWeight(memoized(module), memoized(name), '\x93)R'), named);
    // The parts were stored long before, and other values lie between.
    refused(pickle(memoized(module), '0', memoized(name), '0}X\x01\x00\x00\x00wh\x00h\x01\x93s'), named);
    refused(
      pickle(`X${String.fromCharCode(module.length)}\0\0\0${module}q\x07`, '0', memoized(name), '0h\x07h\x01\x93'),
      named,
    );
  });

  it.each([
    ['an extension of one byte', '\x82\x01', '"copyreg extension.1"'],
    ['an extension of two', '\x83\x01\x02', '"copyreg extension.513"'],
    ['an extension of four', '\x84\x01\x02\x00\x00', '"copyreg extension.513"'],
    ['names of which one is a number', '\x8c\x05posixK\x01\x93', '"(computed).(computed)"'],
    ['names of which one was taken away again', '\x8c\x05posix\x8c\x06system\x8c\x01x0\x93', '"posix.system"'],
    [
      'names before texts that were taken away again',
      '\x8c\x02os\x8c\x06system(\x8c\x05torch\x8c\x04Size1\x93',
      '"os.system"',
    ],
    [
      'names behind a mark that an unknown instruction may have taken',
      '\x8c\x02os(\x8c\x01x}1\x93',
      '"(computed).(computed)"',
    ],
    ['names that were doubled', '\x8c\x01a2\x93', '"(computed).(computed)"'],
    ['a name behind a mark', '(\x8c\x05posix(\x8c\x06system\x93', '"(computed).system"'],
    ['one of an older kind of text', 'S"posix"\nS"system"\n\x93', '"\\"posix\\".\\"system\\""'],
    ['one that is the memo’s own number', '\x94h\x00h\x00\x93', '"(computed).(computed)"'],
    ['one with a line’s end in it', '\x8c\x02a\n\x8c\x01b\x93', '"a\\n.b"'],
    ['one of megabytes', `c${'x'.repeat(3_000_000)}\ny\n`, /"x{120}…"/],
  ])('%s, naming what can be told', (_, code, name) => {
    refused(pickle(code), name);
  });

  it('wherever it stands: behind a fault, in the optimizer’s part, as a key', () => {
    const evil = globalOp('posix', 'system');
    refused(
      pickleOf([
        ['model', pickleOf([['w', tensor]]).subarray(2, -1)],
        ['optimizer', evil],
      ]),
      'posix.system',
    );
    refused(pickle('}', evil, 'Ns'), 'posix.system');
    refused(pickle('RRRR', evil), 'posix.system');
  });
});

describe('an instruction that makes or calls something is refused where a state dict has none', () => {
  const dict = globalOp('collections', 'OrderedDict');
  it.each([
    ['NEWOBJ', ops(dict, ')\x81'), 'NEWOBJ'],
    ['NEWOBJ_EX', ops(dict, ')}\x92'), 'NEWOBJ_EX'],
    ['OBJ', ops('(', dict, 'o'), 'OBJ'],
    ['INST of a known name', '(icollections\nOrderedDict\n', 'INST'],
    ['PERSID', 'Pstorage\n', 'PERSID'],
    ['DUP', 'N2', 'DUP'],
    ['an out-of-band buffer', '\x97', 'NEXT_BUFFER'],
    ['BUILD on a tensor', ops(tensor, '}b'), 'sets attributes'],
    ['BUILD on a text', '}b', 'sets attributes'],
    ['REDUCE of a text', 'X\x01\x00\x00\x00x)R', 'calls something'],
    ['REDUCE without a tuple', ops(dict, 'K\x01R'), 'calls something'],
    ['REDUCE of a tensor', ops(tensor, ')R'), 'calls something'],
    ['a dict made of a number', ops(dict, 'K\x01\x85R'), 'not made of pairs'],
    [
      'a dict made of a pair twice',
      ops(dict, ']X\x01\x00\x00\x00xN\x86aX\x01\x00\x00\x00xN\x86a\x85R'),
      'the key "x" stands twice',
    ],
    ['a dict made of threes', ops(dict, ']K\x01K\x01K\x01\x87a\x85R'), 'not made of pairs'],
    ['a parameter of a number', ops(globalOp('torch._utils', '_rebuild_parameter'), 'K\x01\x85R'), 'is not a tensor'],
    ['a tensor of nothing', ops(globalOp('torch._utils', '_rebuild_tensor_v2'), ')R'), 'has no storage'],
    ['BINPERSID of a dict', '}Q', 'not a storage'],
    ['BINPERSID of a function', ops(dict, 'Q'), 'not a storage'],
    ['an odd number of a dict’s parts', '}(K\x01u', 'fills something'],
    ['a list filled as a dict', '](K\x01K\x02u', 'fills something'],
  ])('%s', (_, code, message) => {
    refused(asWeight(code), message);
  });
});

describe('a pickle made to fill memory or to run without end ends in a sentence', () => {
  const many = 1_900_000;
  /** Each list holds the one before it twice: written out, the last would have 2^40 parts. */
  const doubling = Array.from({ length: 40 }, (_, at) => {
    const [before, own] = [at, at + 1].map((index) => String.fromCharCode(index));
    return `](h${before}h${before}eq${own}a`;
  }).join('');
  it.each([
    ['marks alone', '('.repeat(many), 'takes a value where there is none'],
    ['dicts alone', '}'.repeat(many), 'left over'],
    ['more instructions than any checkpoint', '}'.repeat(2_000_001), 'more than 2000000 instructions'],
    ['a memo of millions', 'N\x94'.repeat(many / 2), 'left over'],
    ['lists in lists in lists', `}${']'.repeat(many / 2)}${'a'.repeat(many / 2 - 1)}Ns`, 'a key in it is not text'],
    ['lists that double', `}]]q\x00a${doubling}Ns`, 'a key in it is not text'],
    ['lists that double as a key that stands twice', `}]]q\x00a${doubling}q\x63Nsh\x63Ns`, 'a key stands twice in one'],
    ['a list that holds itself', '}]q\x00h\x00aNs', 'a key in it is not text'],
    ['a dict that holds itself', '}q\x00X\x05\x00\x00\x00modelh\x00s', '"model" in it is not a tensor'],
    ['a number of 100 MB, announced', '\x8b\x00\xe1\xf5\x05\x01', 'number of 100000000 bytes'],
    ['a negative length of a number', '\x8b\xff\xff\xff\xff\x01', 'number of 4294967295 bytes'],
    ['a number of 10 million digits', `L${'9'.repeat(10_000_000)}L\n`, 'LONG'],
    ['a text of 2^64 − 1 bytes', `\x8d${'\xff'.repeat(8)}`, 'ends inside an instruction'],
    ['bytes of 2^63', `\x8e${'\x00'.repeat(7)}\x80`, 'ends inside an instruction'],
    ['a key of megabytes', `}X\x40\x42\x0f\x00${'k'.repeat(1_000_000)}K\x01s`, '…" in it is not a tensor'],
    ['more bytes than any checkpoint’s pickle', 'N'.repeat(17 * 2 ** 20), 'more than the 16777216 that are read'],
  ])('%s', (_, code, message) => {
    refused(pickle(code), message);
  });
});

describe('a tensor that its storage does not hold is refused, by name', () => {
  const view = (more: Partial<Parameters<typeof tensorOf>[0]>): Buffer =>
    pickleOf([['w', tensorOf({ count: 4, shape: [4], strides: [1], ...more })]]);
  it.each([
    ['a negative offset', { offset: -1 }, 'no storage, offset, shape or strides'],
    ['a negative stride', { strides: [-1] }, 'no storage, offset, shape or strides'],
    ['an offset at its end', { offset: 4, shape: [1] }, 'reaches to value 5 of a storage of 4'],
    ['a stride of billions', { shape: [2], strides: [2 ** 31 - 1] }, 'reaches to value 2147483648'],
    ['one value repeated a billion times', { shape: [1e9], strides: [0] }, 'has 1000000000 values, but its storage 4'],
    [
      'sizes whose product is not a number, times none',
      { shape: [...Array(40).fill(2e9), 0], strides: Array(41).fill(1), offset: 5 },
      'reaches to value 5',
    ],
    ['65 axes', { shape: Array(65).fill(1), strides: Array(65).fill(1) }, 'has 65 axes'],
    ['a storage of a negative count', { count: -4 }, 'no name or no size'],
    [
      'a storage that is a path',
      { key: '../../etc/passwd' },
      'lies in the storage "../../etc/passwd", which is not in the archive',
    ],
  ])('%s', (_, more, message) => {
    refused(view(more), message);
  });

  it('whose name stands twice, of which either could be meant', () => {
    const other = tensorOf({ count: 4, shape: [2, 2], strides: [2, 1] });
    const twice = 'the key "w" stands twice in one of its dicts';
    refused(
      pickleOf([
        ['w', tensor],
        ['w', other],
      ]),
      twice,
    );
    refused(
      pickleOf([
        [
          'model',
          pickleOf([
            ['w', tensor],
            ['w', tensor],
          ]).subarray(2, -1),
        ],
      ]),
      twice,
    );
  });

  it('whose name is longer than any, or empty of tensors', () => {
    refused(pickleOf([['n'.repeat(1001), tensor]]), 'a name of 1001 characters');
    refused(pickleOf([]), 'without a tensor');
    refused(pickleOf([['model', ops(globalOp('collections', 'OrderedDict'), ')R')]]), 'without a tensor');
  });
});
