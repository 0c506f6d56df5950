import type { KeysAndValues } from '../tensor/layers/multi-head-attention.ts';

/** The key/value cache of one block: those of past tokens and those of the memory. */
export interface BlockCache {
  readonly past: KeysAndValues | null;
  readonly memory: KeysAndValues | null;
}
