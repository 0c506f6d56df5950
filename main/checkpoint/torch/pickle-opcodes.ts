import { AppError } from '../../errors/app-error.ts';

/** The argument that follows an opcode in the file. */
type ArgumentKind =
  | 'none'
  | 'u1'
  | 'u2'
  | 'u4'
  | 'i4'
  | 'u8'
  | 'double'
  | 'line'
  | 'two-lines'
  | 'text1'
  | 'text4'
  | 'text8'
  | 'bytes1'
  | 'bytes4'
  | 'bytes8'
  | 'long1'
  | 'long4';

/** Opcodes of pickle protocols 0 to 5 by their byte (Python's pickletools). All are known, so that none hides a global. */
const opcodes: Readonly<Record<string, readonly [name: string, argument: ArgumentKind]>> = {
  '(': ['MARK', 'none'],
  '.': ['STOP', 'none'],
  '0': ['POP', 'none'],
  '1': ['POP_MARK', 'none'],
  '2': ['DUP', 'none'],
  F: ['FLOAT', 'line'],
  I: ['INT', 'line'],
  J: ['BININT', 'i4'],
  K: ['BININT1', 'u1'],
  L: ['LONG', 'line'],
  M: ['BININT2', 'u2'],
  N: ['NONE', 'none'],
  P: ['PERSID', 'line'],
  Q: ['BINPERSID', 'none'],
  R: ['REDUCE', 'none'],
  S: ['STRING', 'line'],
  T: ['BINSTRING', 'bytes4'],
  U: ['SHORT_BINSTRING', 'bytes1'],
  V: ['UNICODE', 'line'],
  X: ['BINUNICODE', 'text4'],
  a: ['APPEND', 'none'],
  b: ['BUILD', 'none'],
  c: ['GLOBAL', 'two-lines'],
  d: ['DICT', 'none'],
  '}': ['EMPTY_DICT', 'none'],
  e: ['APPENDS', 'none'],
  g: ['GET', 'line'],
  h: ['BINGET', 'u1'],
  i: ['INST', 'two-lines'],
  j: ['LONG_BINGET', 'u4'],
  l: ['LIST', 'none'],
  ']': ['EMPTY_LIST', 'none'],
  o: ['OBJ', 'none'],
  p: ['PUT', 'line'],
  q: ['BINPUT', 'u1'],
  r: ['LONG_BINPUT', 'u4'],
  s: ['SETITEM', 'none'],
  t: ['TUPLE', 'none'],
  ')': ['EMPTY_TUPLE', 'none'],
  u: ['SETITEMS', 'none'],
  G: ['BINFLOAT', 'double'],
  '\x80': ['PROTO', 'u1'],
  '\x81': ['NEWOBJ', 'none'],
  '\x82': ['EXT1', 'u1'],
  '\x83': ['EXT2', 'u2'],
  '\x84': ['EXT4', 'i4'],
  '\x85': ['TUPLE1', 'none'],
  '\x86': ['TUPLE2', 'none'],
  '\x87': ['TUPLE3', 'none'],
  '\x88': ['NEWTRUE', 'none'],
  '\x89': ['NEWFALSE', 'none'],
  '\x8a': ['LONG1', 'long1'],
  '\x8b': ['LONG4', 'long4'],
  B: ['BINBYTES', 'bytes4'],
  C: ['SHORT_BINBYTES', 'bytes1'],
  '\x8c': ['SHORT_BINUNICODE', 'text1'],
  '\x8d': ['BINUNICODE8', 'text8'],
  '\x8e': ['BINBYTES8', 'bytes8'],
  '\x8f': ['EMPTY_SET', 'none'],
  '\x90': ['ADDITEMS', 'none'],
  '\x91': ['FROZENSET', 'none'],
  '\x92': ['NEWOBJ_EX', 'none'],
  '\x93': ['STACK_GLOBAL', 'none'],
  '\x94': ['MEMOIZE', 'none'],
  '\x95': ['FRAME', 'u8'],
  '\x96': ['BYTEARRAY8', 'bytes8'],
  '\x97': ['NEXT_BUFFER', 'none'],
  '\x98': ['READONLY_BUFFER', 'none'],
};

/** One instruction of a pickle. `argument` is a number, a text, a pair of names, bytes, or null where it has none. */
export interface Instruction {
  readonly name: string;
  readonly argument: number | bigint | string | Buffer | readonly [string, string] | null;
}

/** Longer numbers are not sizes of tensors and nothing that a checkpoint's settings hold. */
const longestNumberBytes = 64;
/** A tensor takes some 30: this is 70,000 tensors. One byte can make a dict of 200, so it bounds memory too. */
const mostInstructions = 2_000_000;

/**
 * The instructions of a pickle up to its STOP, without running any. Throws `malformed_file` naming `source` at a byte
 * that is not an opcode, an argument that runs beyond the end, a pickle without STOP, or more instructions than a checkpoint has.
 */
export function* pickleInstructions(pickle: Buffer, source: string): Generator<Instruction> {
  const malformed = (why: string): AppError =>
    new AppError('malformed_file', `${source} is not a pickle that can be read: ${why}.`);
  let at = 0;
  const take = (bytes: number): Buffer => {
    if (bytes > pickle.length - at) throw malformed(`it ends inside an instruction, at byte ${pickle.length}`);
    at += bytes;
    return pickle.subarray(at - bytes, at);
  };
  const line = (): string => {
    const end = pickle.indexOf(10, at);
    if (end < 0) throw malformed(`it ends inside a line, at byte ${pickle.length}`);
    const text = pickle.toString('utf8', at, end);
    at = end + 1;
    return text;
  };
  const number = (bytes: number): number | bigint => {
    if (bytes > longestNumberBytes) throw malformed(`it holds a number of ${bytes} bytes`);
    return wholeNumber(take(bytes));
  };
  const argument = (kind: ArgumentKind): Instruction['argument'] => {
    switch (kind) {
      case 'none':
        return null;
      case 'u1':
        return take(1).readUInt8();
      case 'u2':
        return take(2).readUInt16LE();
      case 'u4':
        return take(4).readUInt32LE();
      case 'i4':
        return take(4).readInt32LE();
      case 'u8':
        return take(8).readBigUInt64LE();
      case 'double':
        return take(8).readDoubleBE();
      case 'line':
        return line();
      case 'two-lines':
        return [line(), line()];
      case 'text1':
        return take(take(1).readUInt8()).toString('utf8');
      case 'text4':
        return take(take(4).readUInt32LE()).toString('utf8');
      case 'text8':
        return take(Number(take(8).readBigUInt64LE())).toString('utf8');
      case 'bytes1':
        return take(take(1).readUInt8());
      case 'bytes4':
        return take(take(4).readUInt32LE());
      case 'bytes8':
        return take(Number(take(8).readBigUInt64LE()));
      case 'long1':
        return number(take(1).readUInt8());
      case 'long4':
        return number(take(4).readUInt32LE());
    }
  };
  for (let count = 0; at < pickle.length; count++) {
    if (count === mostInstructions) throw malformed(`it has more than ${mostInstructions} instructions`);
    const byte = String.fromCharCode(take(1)[0]!);
    const known = opcodes[byte];
    if (!known) throw malformed(`byte ${at - 1} (0x${byte.charCodeAt(0).toString(16)}) is not an instruction`);
    const [name, kind] = known;
    yield { name, argument: argument(kind) };
    if (name === 'STOP') return;
  }
  throw malformed(`it ends without its last instruction, at byte ${pickle.length}`);
}

/** A whole number in two's complement, the lowest byte first. */
function wholeNumber(bytes: Buffer): bigint | number {
  if (bytes.length === 0) return 0;
  const value = BigInt.asIntN(8 * bytes.length, BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`));
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}
