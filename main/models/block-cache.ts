import type { KeysAndValues } from '../tensor/layers/multi-head-attention.ts';

/** What earlier steps computed in one block: the keys and values of past tokens, and those of the memory. */
export interface BlockCache {
  readonly past: KeysAndValues | null;
  readonly memory: KeysAndValues | null;
}
