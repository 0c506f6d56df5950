import type { Bridge } from '../../../preload/contract/table.ts';

declare global {
  interface Window {
    readonly nadir: Bridge;
  }
}

/** The window's only connection to the engine: typed methods and events from the preload. */
export const nadir: Bridge = window.nadir;

/** Returns the address of an image's pixels; see `preload/contract/table.ts`. */
export function imageUrl(kind: 'full' | 'thumbnail', id: number): string {
  return `nadir-image://${kind}/${id}`;
}
