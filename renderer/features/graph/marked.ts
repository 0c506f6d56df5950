import type { GraphItem, ShownGraph } from './graph-items.ts';
import { type Mark, useMark } from './mark-store.ts';

/** Returns the mark of an item. */
export function itemMark(captionId: number, item: GraphItem): Mark {
  const { index, mentions } = item;
  if (item.state === 'missing') return { kind: 'missing', captionId, index, mentions };
  return { kind: 'object', captionId, index, mentions };
}

/**
 * Decides which parts of a caption's graph are marked and which fade while one is pointed at. A relation keeps its
 * objects visible, an object its relations; the rest fades.
 */
export function useMarked(own: ShownGraph) {
  const mark = useMark((state) => (state.mark?.captionId === own.captionId ? state.mark : null));
  const isMarked = (part: Mark) => mark !== null && mark.kind === part.kind && mark.index === part.index;
  const isNear = (part: Mark) => {
    if (mark === null || mark.kind === 'missing' || part.kind === 'missing') return false;
    const [relation, object] = mark.kind === 'relation' ? [mark, part] : [part, mark];
    if (relation.kind !== 'relation' || object.kind !== 'object') return false;
    const ends = own.graph.relations[relation.index];
    return ends?.subject === object.index || ends?.object === object.index;
  };
  return {
    isMarked,
    isFaded: (part: Mark) => mark !== null && !isMarked(part) && !isNear(part),
  };
}
