import type { Events, WireError } from '../../../../preload/contract/table.ts';

/** To the engine. `method` is "namespace.name", or one of the internal methods that only the app process calls. */
export type EngineRequest = { readonly id: number; readonly method: string; readonly input: unknown };

/** From the engine: first `ready`, then one answer per request, and events. */
export type EngineMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly id: number; readonly output: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: WireError }
  | { readonly kind: 'event'; readonly name: keyof Events; readonly payload: unknown };

/** Methods beside the contract: what the image protocol, the app's life and the shutdown need. */
export const internalMethods = {
  imageFile: 'internal.imageFile',
  giveUpImage: 'internal.giveUpImage',
  hasJobs: 'internal.hasJobs',
  close: 'internal.close',
} as const;
