import { create } from 'zustand';
import { persist } from 'zustand/middleware';

/** Sizes and views that a person arranges once and expects to find again after a restart. */
export interface PanelState {
  readonly facetsWidth: number;
  readonly captionsWidth: number;
  readonly graphHeight: number;
  readonly graphShown: boolean;
  readonly graphView: 'drawing' | 'table';
  readonly set: (change: Partial<Omit<PanelState, 'set'>>) => void;
}

export const usePanels = create<PanelState>()(
  persist(
    (set) => ({
      facetsWidth: 208,
      captionsWidth: 560,
      graphHeight: 380,
      graphShown: true,
      graphView: 'drawing',
      set: (change) => set(change),
    }),
    {
      name: 'nadir-panels',
      partialize: ({ facetsWidth, captionsWidth, graphHeight, graphShown, graphView }) => ({
        facetsWidth,
        captionsWidth,
        graphHeight,
        graphShown,
        graphView,
      }),
    },
  ),
);
