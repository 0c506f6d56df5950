import { create } from 'zustand';
import type { CaptionMention } from './graph-items.ts';

/** What is pointed at: an object or a relation of one caption, or an object that other captions name and it does not. */
export type Mark =
  | {
      readonly kind: 'object';
      readonly captionId: number;
      readonly index: number;
      /** Where the others name it too. */
      readonly mentions: readonly CaptionMention[];
    }
  | { readonly kind: 'relation'; readonly captionId: number; readonly index: number }
  | {
      readonly kind: 'missing';
      readonly captionId: number;
      /** Index into the comparison's references. */
      readonly index: number;
      /** Where the others name it. */
      readonly mentions: readonly CaptionMention[];
    };

interface MarkState {
  readonly mark: Mark | null;
  readonly point: (mark: Mark | null) => void;
}

const same = (a: Mark | null, b: Mark | null) =>
  a === b || (a !== null && b !== null && a.kind === b.kind && a.captionId === b.captionId && a.index === b.index);

/** Ties the drawing, the table and the words of the captions together: one of them sets it, the others show it. */
export const useMark = create<MarkState>()((set) => ({
  mark: null,
  // The pointer moves far more often than it changes what it is on.
  point: (mark) => set((state) => (same(state.mark, mark) ? state : { mark })),
}));

/** Handlers that point at `mark` while an element is hovered or has the focus. */
export function pointAt(mark: Mark) {
  const { point } = useMark.getState();
  const away = () => {
    const now = useMark.getState().mark;
    if (same(now, mark)) point(null);
  };
  return { onPointerEnter: () => point(mark), onPointerLeave: away, onFocus: () => point(mark), onBlur: away };
}
