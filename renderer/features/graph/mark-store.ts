import { create } from 'zustand';
import type { CaptionMention } from './graph-items.ts';

/** The part pointed at: an object or relation of a caption, or an object missing from it. */
export type Mark =
  | {
      readonly kind: 'object';
      readonly captionId: number;
      readonly index: number;
      /** Its mentions in the other captions. */
      readonly mentions: readonly CaptionMention[];
    }
  | { readonly kind: 'relation'; readonly captionId: number; readonly index: number }
  | {
      readonly kind: 'missing';
      readonly captionId: number;
      /** Index into the comparison's references. */
      readonly index: number;
      /** Its mentions in the other captions. */
      readonly mentions: readonly CaptionMention[];
    };

interface MarkState {
  readonly mark: Mark | null;
  readonly point: (mark: Mark | null) => void;
}

const same = (a: Mark | null, b: Mark | null) =>
  a === b || (a !== null && b !== null && a.kind === b.kind && a.captionId === b.captionId && a.index === b.index);

/** The part pointed at, shared by the drawing, the table and the captions' words. */
export const useMark = create<MarkState>()((set) => ({
  mark: null,
  // The pointer moves far more often than its target changes.
  point: (mark) => set((state) => (same(state.mark, mark) ? state : { mark })),
}));

/** Makes handlers that point at `mark` while an element is hovered or focused. */
export function pointAt(mark: Mark) {
  const { point } = useMark.getState();
  const away = () => {
    const now = useMark.getState().mark;
    if (same(now, mark)) point(null);
  };
  return { onPointerEnter: () => point(mark), onPointerLeave: away, onFocus: () => point(mark), onBlur: away };
}
