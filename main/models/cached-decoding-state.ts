import { type Tensor, type Tensor2D, type Tensor4D, tf } from '../tensor/backend.ts';
import type { KeysAndValues } from '../tensor/layers/multi-head-attention.ts';
import type { BlockCache } from './block-cache.ts';
import type { DecodingState } from './captioner.ts';

/** The next logits and the caches that include the tokens they follow. */
type Advance = (
  tokens: Int32Array,
  caches: readonly BlockCache[],
) => { readonly logits: Tensor2D; readonly caches: BlockCache[] };

function tensors(caches: readonly BlockCache[]): Tensor[] {
  const of = (pair: KeysAndValues | null): Tensor[] =>
    pair ? [pair.keys, pair.values, ...(pair.bias ? [pair.bias] : [])] : [];
  return caches.flatMap(({ past, memory }) => [...of(past), ...of(memory)]);
}

/** Keys and values of the sequences being written by a decoder with a cache for each block. */
export class CachedDecodingState implements DecodingState {
  readonly #rows: number;
  readonly #advance: Advance;
  #caches: readonly BlockCache[];

  constructor(rows: number, begin: () => BlockCache[], advance: Advance) {
    this.#rows = rows;
    this.#advance = advance;
    this.#caches = this.#keep(begin);
  }

  step(tokens: Int32Array): Float32Array {
    return this.read(tokens, (logits) => logits.dataSync() as Float32Array);
  }

  read<T>(tokens: Int32Array, reader: (logits: Tensor2D) => T): T {
    if (tokens.length !== this.#rows) throw new RangeError(`Expected ${this.#rows} tokens, got ${tokens.length}.`);
    const found: T[] = [];
    this.#replace(() => {
      const next = this.#advance(tokens, this.#caches);
      found.push(reader(next.logits));
      return next.caches;
    });
    return found[0]!;
  }

  reorder(rows: Int32Array): void {
    this.#replace(() => {
      const index = tf.tensor1d(rows, 'int32');
      return this.#caches.map(({ past, memory }) => ({
        past: past && {
          keys: tf.gather(past.keys, index) as Tensor4D,
          values: tf.gather(past.values, index) as Tensor4D,
        },
        memory,
      }));
    });
  }

  dispose(): void {
    tf.dispose(tensors(this.#caches));
    this.#caches = [];
  }

  #keep(make: () => readonly BlockCache[]): readonly BlockCache[] {
    return tf.tidy(() => {
      const caches = make();
      for (const tensor of tensors(caches)) tf.keep(tensor);
      return caches as never;
    });
  }

  /** Takes over new caches and frees what only the old ones held. */
  #replace(make: () => readonly BlockCache[]): void {
    const old = tensors(this.#caches);
    this.#caches = this.#keep(make);
    const held = new Set(tensors(this.#caches));
    tf.dispose(old.filter((tensor) => !held.has(tensor)));
  }
}
