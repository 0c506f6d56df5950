import { type Tensor, type Tensor2D, tf } from '../tensor/backend.ts';
import type { KeysAndValues } from '../tensor/layers/multi-head-attention.ts';
import type { BlockCache } from './block-cache.ts';
import type { DecodingState } from './captioner.ts';

/**
 * The next logits and the caches that include the tokens they follow. `memories` are those still written behind, by their
 * places among all that there were at the beginning.
 */
type Advance = (
  tokens: Int32Array,
  caches: readonly BlockCache[],
  memories: Int32Array,
) => { readonly logits: Tensor2D; readonly caches: BlockCache[] };

function tensors(caches: readonly BlockCache[]): Tensor[] {
  const of = (pair: KeysAndValues | null): Tensor[] =>
    pair ? [pair.keys, pair.values, ...(pair.bias ? [pair.bias] : [])] : [];
  return caches.flatMap(({ past, memory }) => [...of(past), ...of(memory)]);
}

const counted = (length: number): Int32Array => Int32Array.from({ length }, (_, at) => at);

/** Takes entries `places` of what has `length` of them; nothing is copied where all stay where they are. */
function gathering(places: Int32Array, length: number): (pair: KeysAndValues) => KeysAndValues {
  if (places.length === length && places.every((place, at) => place === at)) return (pair) => pair;
  const index = tf.tensor1d(places, 'int32');
  return ({ keys, values, bias }) => ({
    keys: tf.gather(keys, index),
    values: tf.gather(values, index),
    ...(bias ? { bias: tf.gather(bias, index) } : {}),
  });
}

/** Keys and values of the sequences being written by a decoder with a cache for each block. */
export class CachedDecodingState implements DecodingState {
  readonly #sequences: number;
  readonly #advance: Advance;
  #memories: Int32Array;
  #caches: readonly BlockCache[];

  /** `sequences` of each of the memories. */
  constructor(memories: number, sequences: number, begin: () => BlockCache[], advance: Advance) {
    this.#memories = counted(memories);
    this.#sequences = sequences;
    this.#advance = advance;
    this.#caches = this.#keep(begin);
  }

  step(tokens: Int32Array): Float32Array {
    return this.read(tokens, (logits) => logits.dataSync() as Float32Array);
  }

  read<T>(tokens: Int32Array, reader: (logits: Tensor2D) => T): T {
    const rows = this.#memories.length * this.#sequences;
    if (tokens.length !== rows) throw new RangeError(`Expected ${rows} tokens, got ${tokens.length}.`);
    const found: T[] = [];
    this.#replace(() => {
      const next = this.#advance(tokens, this.#caches, this.#memories);
      found.push(reader(next.logits));
      return next.caches;
    });
    return found[0]!;
  }

  keep(rows: Int32Array): void {
    const places = this.#placesOf(rows);
    this.#replace(() => {
      const past = gathering(rows, this.#memories.length * this.#sequences);
      const memory = gathering(places, this.#memories.length);
      return this.#caches.map((cache) => ({
        past: cache.past && past(cache.past),
        memory: cache.memory && memory(cache.memory),
      }));
    });
    this.#memories = places.map((place) => this.#memories[place]!);
  }

  dispose(): void {
    tf.dispose(tensors(this.#caches));
    this.#caches = [];
  }

  /** The place of each row group's memory. */
  #placesOf(rows: Int32Array): Int32Array {
    const placeOf = (row: number): number => Math.floor(row / this.#sequences);
    const places = Int32Array.from({ length: rows.length / this.#sequences }, (_, at) =>
      placeOf(rows[at * this.#sequences]!),
    );
    if (rows.length % this.#sequences !== 0 || rows.some((row, at) => placeOf(row) !== places[placeOf(at)]))
      throw new RangeError(`Rows stay with the ${this.#sequences} of their memory; got ${rows.join(', ')}.`);
    return places;
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
