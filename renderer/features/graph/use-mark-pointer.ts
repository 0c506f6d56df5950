import { type PointerEvent, type RefObject, useEffect } from 'react';
import type { CaptionGraph } from '../../../preload/contract/graphs.ts';
import { counterparts } from './graph-items.ts';
import { type Mark, useMark } from './mark-store.ts';

/**
 * Finds the words under the pointer in a caption's field. The field covers the marked words, so their boxes are
 * compared with the pointer's position instead.
 */
export function useMarkPointer(captionId: number, marks: RefObject<HTMLElement | null>, graph: CaptionGraph | null) {
  const point = useMark((state) => state.point);
  useEffect(() => {
    return () => {
      if (useMark.getState().mark?.captionId === captionId) point(null);
    };
  }, [captionId, point]);
  return {
    onPointerMove: (event: PointerEvent) =>
      point(wordsAt(marks.current, captionId, graph, event.clientX, event.clientY)),
    onPointerLeave: () => point(null),
  };
}

function wordsAt(
  marks: HTMLElement | null,
  captionId: number,
  graph: CaptionGraph | null,
  x: number,
  y: number,
): Mark | null {
  for (const words of marks?.children ?? []) {
    const { object, relation } = (words as HTMLElement).dataset;
    if (object === undefined && relation === undefined) continue;
    const inside = [...words.getClientRects()].some(
      (box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom,
    );
    if (!inside) continue;
    if (object === undefined) return { kind: 'relation', captionId, index: Number(relation) };
    const index = Number(object);
    return { kind: 'object', captionId, index, mentions: graph === null ? [] : counterparts(graph, index) };
  }
  return null;
}
