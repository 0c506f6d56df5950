import { create } from 'zustand';
import type { ImageSort } from './image-rows.ts';

/** State of the Compare screen, kept while another screen is open. Null means not chosen: use the default. */
export interface CompareState {
  readonly a: string | null;
  readonly b: string | null;
  readonly split: string | null;
  readonly class: string | null;
  readonly sort: ImageSort;
  /** The image shown beside the list; null shows the corpus metrics. */
  readonly imageId: number | null;

  readonly choose: (change: Partial<Pick<CompareState, 'a' | 'b' | 'split' | 'class' | 'sort'>>) => void;
  readonly swap: (a: string | null, b: string | null) => void;
  readonly showImage: (imageId: number | null) => void;
  /** Makes a run model B, compared with the default model. */
  readonly compareWith: (runId: string) => void;
}

export const useCompare = create<CompareState>()((set) => ({
  a: null,
  b: null,
  split: null,
  class: null,
  sort: 'loss',
  imageId: null,
  choose: (change) =>
    set((state) => ({
      ...change,
      // Another pair or split has other images; a change of class or order keeps the image open.
      ...('a' in change || 'b' in change || 'split' in change ? { imageId: null } : {}),
      ...('split' in change && change.split !== state.split ? { class: null } : {}),
    })),
  swap: (a, b) => set({ a: b, b: a }),
  showImage: (imageId) => set({ imageId }),
  compareWith: (runId) => set((state) => ({ b: runId, a: state.a === runId ? null : state.a, imageId: null })),
}));
