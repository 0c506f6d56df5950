import type { Bridge } from '../../../preload/contract/table.ts';

declare global {
  interface Window {
    readonly nadir: Bridge;
  }
}

/** The only way out of the window: typed methods and events, put there by the preload. */
export const nadir: Bridge = window.nadir;

/** The address of an image's pixels; see `preload/contract/table.ts`. */
export function imageUrl(kind: 'full' | 'thumbnail', id: number): string {
  return `nadir-image://${kind}/${id}`;
}
