import { AppError } from '../../errors/app-error.ts';
import { quoted } from '../../errors/quoted.ts';
import { type Global, globalNamed, refuseUnknownGlobals } from './globals.ts';
import { type Instruction, pickleInstructions } from './pickle-opcodes.ts';

/** The storage of one or more tensors' values: an archive's file `data/<key>` of `count` values. */
export class StorageReference {
  readonly type: string;
  readonly key: string;
  readonly count: number;

  constructor(type: string, key: string, count: number) {
    this.type = type;
    this.key = key;
    this.count = count;
  }
}

/** A tensor as the pickle describes it: a view of a storage. `offset` and `strides` count values. */
export class TensorReference {
  readonly storage: StorageReference;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];

  constructor(storage: StorageReference, offset: number, shape: readonly number[], strides: readonly number[]) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }
}

class GlobalReference {
  readonly global: Global;

  constructor(global: Global) {
    this.global = global;
  }
}

/** The values a checkpoint's pickle is read into: plain values and descriptions, nothing that can act. */
export type Pickled =
  | null
  | boolean
  | number
  | bigint
  | string
  | Buffer
  | Pickled[]
  | Map<Pickled, Pickled>
  | TensorReference
  | StorageReference
  | GlobalReference;

/**
 * Reads a pickle as torch writes it for a state dict. Refused, with `malformed_file` naming `source`: any global but the
 * few known (before anything is built), instructions that a state dict does not need, and pickles that are damaged.
 */
export function unpickle(pickle: Buffer, source: string): Pickled {
  refuseUnknownGlobals(pickle, source);
  const machine = new Machine(source);
  for (const instruction of pickleInstructions(pickle, source)) {
    if (instruction.name === 'STOP') return machine.result();
    machine.run(instruction);
  }
  throw new AppError('malformed_file', `${source} holds no pickle.`);
}

class Machine {
  readonly #source: string;
  readonly #memo = new Map<number, Pickled>();
  /** The values since the last mark; those before it wait in `#below`. */
  #stack: Pickled[] = [];
  readonly #below: Pickled[][] = [];

  constructor(source: string) {
    this.#source = source;
  }

  result(): Pickled {
    const value = this.#pop();
    if (this.#stack.length > 0 || this.#below.length > 0) throw this.#malformed('values are left over at its end');
    return value;
  }

  run(instruction: Instruction): void {
    const value = this.#valueOf(instruction);
    if (value === undefined) this.#change(instruction);
    else this.#stack.push(value);
  }

  /** The value an instruction pushes; undefined for one that changes the stack. */
  #valueOf({ name, argument }: Instruction): Pickled | undefined {
    switch (name) {
      case 'NONE':
        return null;
      case 'NEWTRUE':
        return true;
      case 'NEWFALSE':
        return false;
      case 'BININT':
      case 'BININT1':
      case 'BININT2':
      case 'LONG1':
      case 'LONG4':
      case 'BINFLOAT':
      case 'BINUNICODE':
      case 'SHORT_BINUNICODE':
      case 'BINUNICODE8':
      case 'BINBYTES':
      case 'SHORT_BINBYTES':
      case 'BINBYTES8':
        return argument as Pickled;
      case 'EMPTY_LIST':
      case 'EMPTY_TUPLE':
        return [];
      case 'EMPTY_DICT':
        return new Map();
      case 'TUPLE':
      case 'LIST':
        return this.#toMark();
      case 'TUPLE1':
      case 'TUPLE2':
      case 'TUPLE3':
        return this.#take(Number(name.at(-1)));
      case 'DICT':
        return this.#filled(new Map(), this.#toMark());
      case 'BINGET':
      case 'LONG_BINGET':
        return this.#remembered(argument as number);
      case 'GLOBAL':
        return new GlobalReference(globalNamed(...(argument as [string, string]), this.#source));
      case 'STACK_GLOBAL': {
        const [module, attribute] = this.#take(2);
        return new GlobalReference(globalNamed(String(module), String(attribute), this.#source));
      }
      case 'BINPERSID':
        return this.#storage(this.#pop());
      case 'REDUCE': {
        const [maker, from] = this.#take(2);
        return this.#made(maker!, from!);
      }
      default:
        return undefined;
    }
  }

  #change({ name, argument }: Instruction): void {
    switch (name) {
      case 'PROTO':
      case 'FRAME':
        break;
      case 'MARK':
        this.#below.push(this.#stack);
        this.#stack = [];
        break;
      case 'APPEND':
        this.#append(this.#take(1));
        break;
      case 'APPENDS':
        this.#append(this.#toMark());
        break;
      case 'SETITEM':
      case 'SETITEMS': {
        const items = name === 'SETITEM' ? this.#take(2) : this.#toMark();
        this.#filled(this.#top(), items);
        break;
      }
      case 'BINPUT':
      case 'LONG_BINPUT':
        this.#memo.set(argument as number, this.#top());
        break;
      case 'MEMOIZE':
        this.#memo.set(this.#memo.size, this.#top());
        break;
      case 'BUILD':
        // A module's state dict carries the versions of its layers as an attribute; nothing here needs them.
        this.#pop();
        if (!(this.#top() instanceof Map)) throw this.#malformed('it sets attributes of something that has none');
        break;
      default:
        throw this.#malformed(`the instruction ${name} is nothing that a state dict needs`);
    }
  }

  #malformed(why: string): AppError {
    return new AppError('malformed_file', `${this.#source} is not a checkpoint that can be read: ${why}.`);
  }

  #top(): Pickled {
    if (this.#stack.length === 0) throw this.#malformed('it takes a value where there is none');
    return this.#stack.at(-1)!;
  }

  #pop(): Pickled {
    const value = this.#top();
    this.#stack.length--;
    return value;
  }

  /** The upper `count` values, lowest first. */
  #take(count: number): Pickled[] {
    if (this.#stack.length < count) throw this.#malformed('it takes a value where there is none');
    return this.#stack.splice(this.#stack.length - count);
  }

  #toMark(): Pickled[] {
    const values = this.#stack;
    const below = this.#below.pop();
    if (!below) throw this.#malformed('it goes back to a mark that it never set');
    this.#stack = below;
    return values;
  }

  #remembered(index: number): Pickled {
    const value = this.#memo.get(index);
    if (value === undefined) throw this.#malformed(`it takes value ${index} before storing it`);
    return value;
  }

  #append(values: Pickled[]): void {
    const list = this.#top();
    if (!Array.isArray(list)) throw this.#malformed('it appends to something that is not a list');
    for (const value of values) list.push(value);
  }

  #filled(target: Pickled, items: Pickled[]): Pickled {
    if (!(target instanceof Map) || items.length % 2 === 1)
      throw this.#malformed('it fills something that is not a dict');
    for (let at = 0; at < items.length; at += 2) this.#set(target, items[at]!, items[at + 1]!);
    return target;
  }

  /** No dict that was pickled has a key twice; of two tensors by one name either could be meant. */
  #set(target: Map<Pickled, Pickled>, key: Pickled, value: Pickled): void {
    if (target.has(key)) {
      // Only a text is written out: a list may hold another many times over.
      const shown = typeof key === 'string' ? `the key ${quoted(key)}` : 'a key';
      throw this.#malformed(`${shown} stands twice in one of its dicts`);
    }
    target.set(key, value);
  }

  /** `('storage', type, key, device, count)`, torch's name for a file of the archive. */
  #storage(identity: Pickled): StorageReference {
    const [word, type, key, , count] = Array.isArray(identity) ? identity : [];
    if (word !== 'storage' || !(type instanceof GlobalReference) || type.global.kind !== 'storage')
      throw this.#malformed('it refers to something outside that is not a storage');
    if (typeof key !== 'string' || !isCount(count)) throw this.#malformed('one of its storages has no name or no size');
    return new StorageReference(type.global.type, key, count);
  }

  #made(maker: Pickled, from: Pickled): Pickled {
    if (!(maker instanceof GlobalReference) || !Array.isArray(from))
      throw this.#malformed('it calls something that is not a function');
    switch (maker.global.kind) {
      case 'ordered-dict': {
        const pairs = (from[0] ?? []) as Pickled;
        if (!Array.isArray(pairs) || !pairs.every((pair) => Array.isArray(pair) && pair.length === 2))
          throw this.#malformed('one of its dicts is not made of pairs');
        return this.#filled(new Map(), pairs.flat(1) as Pickled[]);
      }
      case 'tensor':
        return this.#tensor(from);
      case 'parameter': {
        const [tensor] = from;
        if (!(tensor instanceof TensorReference)) throw this.#malformed('one of its parameters is not a tensor');
        return tensor;
      }
      case 'size':
        return from[0] ?? [];
      case 'storage':
        throw this.#malformed('it makes a storage by itself');
    }
  }

  #tensor([storage, offset, shape, strides]: readonly Pickled[]): TensorReference {
    if (!(storage instanceof StorageReference) || !isCount(offset) || !isCounts(shape) || !isCounts(strides))
      throw this.#malformed('one of its tensors has no storage, offset, shape or strides');
    if (shape.length !== strides.length) throw this.#malformed('one of its tensors has strides of another rank');
    return new TensorReference(storage, offset, shape, strides);
  }
}

const isCount = (value: Pickled | undefined): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const isCounts = (value: Pickled | undefined): value is number[] => Array.isArray(value) && value.every(isCount);
