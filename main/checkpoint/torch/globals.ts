import { AppError } from '../../errors/app-error.ts';
import { quoted } from '../../errors/quoted.ts';
import { pickleInstructions } from './pickle-opcodes.ts';

/** The meaning of a name in a torch pickle. None is code: each only says how a description is put together. */
export type Global =
  | { readonly kind: 'ordered-dict' | 'tensor' | 'parameter' | 'size' }
  | { readonly kind: 'storage'; readonly type: string };

/** The only names that a state dict needs, and the only ones that are read. */
const known: ReadonlyMap<string, Global> = new Map<string, Global>([
  ['collections.OrderedDict', { kind: 'ordered-dict' }],
  ['torch._utils._rebuild_tensor_v2', { kind: 'tensor' }],
  ['torch._utils._rebuild_parameter', { kind: 'parameter' }],
  ['torch.Size', { kind: 'size' }],
  ['torch.FloatStorage', { kind: 'storage', type: 'F32' }],
  ['torch.HalfStorage', { kind: 'storage', type: 'F16' }],
  ['torch.BFloat16Storage', { kind: 'storage', type: 'BF16' }],
  ['torch.DoubleStorage', { kind: 'storage', type: 'F64' }],
  ['torch.LongStorage', { kind: 'storage', type: 'I64' }],
  ['torch.IntStorage', { kind: 'storage', type: 'I32' }],
  ['torch.ShortStorage', { kind: 'storage', type: 'I16' }],
  ['torch.CharStorage', { kind: 'storage', type: 'I8' }],
  ['torch.ByteStorage', { kind: 'storage', type: 'U8' }],
  ['torch.BoolStorage', { kind: 'storage', type: 'BOOL' }],
]);

/** Looks up a name. Throws `malformed_file` naming it and `source` unless it is one of the few that are known. */
export function globalNamed(module: string, name: string, source: string): Global {
  const found = known.get(`${module}.${name}`);
  if (found) return found;
  throw new AppError(
    'malformed_file',
    `${source} was refused: it asks for ${quoted(`${module}.${name}`)}, which no checkpoint needs and which could run code. ` +
      'Nothing of it was read. Use this file only if you trust its maker, after saving its weights anew as safetensors.',
    { details: { global: `${module}.${name}` } },
  );
}

const texts = new Set([
  'SHORT_BINUNICODE',
  'BINUNICODE',
  'BINUNICODE8',
  'UNICODE',
  'STRING',
  'SHORT_BINSTRING',
  'BINSTRING',
]);
const reads = new Set(['GET', 'BINGET', 'LONG_BINGET']);
const writes = new Set(['PUT', 'BINPUT', 'LONG_BINPUT']);

/**
 * Goes through a whole pickle without running it and refuses it at the first name that is not known, wherever it stands,
 * so that nothing has been built by then. Newer pickles take a name's two halves from what was pushed before; these must
 * be texts right before it, as every pickler writes them, else they could be anything. Throws `malformed_file`.
 */
export function refuseUnknownGlobals(pickle: Buffer, source: string): void {
  const memo = new Map<number, string | null>();
  let pushed: (string | null)[] = [];
  /** The values pushed before each open mark. */
  let below: (string | null)[][] = [];
  for (const { name, argument } of pickleInstructions(pickle, source)) {
    if (name === 'GLOBAL' || name === 'INST') {
      globalNamed(...(argument as [string, string]), source);
      pushed = [];
    } else if (name === 'STACK_GLOBAL') {
      globalNamed(pushed.at(-2) ?? '(computed)', pushed.at(-1) ?? '(computed)', source);
      pushed = [];
    } else if (/^EXT[124]$/.test(name)) globalNamed('copyreg extension', String(argument), source);
    else if (texts.has(name)) pushed.push(String(argument));
    else if (reads.has(name)) pushed.push(memo.get(Number(argument)) ?? null);
    else if (name === 'MEMOIZE') memo.set(memo.size, pushed.at(-1) ?? null);
    else if (writes.has(name)) memo.set(Number(argument), pushed.at(-1) ?? null);
    else if (name === 'POP') pushed.pop();
    else if (name === 'MARK') {
      below.push(pushed);
      pushed = [];
    } else if (name === 'POP_MARK') pushed = below.pop() ?? [];
    else if (name !== 'FRAME' && name !== 'PROTO') {
      // It may take any of these, and a mark: from here on nothing is known of what lies there.
      pushed = [];
      below = [];
    }
  }
}
