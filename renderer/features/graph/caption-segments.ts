import type { SceneGraph } from '../../../preload/contract/scene-graph.ts';

/** A stretch of a caption whose characters belong to the same parts of its graph. */
export interface Segment {
  readonly start: number;
  readonly text: string;
  /** Indices of the objects that these words name, count or describe. */
  readonly objects: readonly number[];
  readonly relations: readonly number[];
  /** True if the words are the object's name, not an attribute of it. */
  readonly names: boolean;
}

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly kind: 'name' | 'attribute' | 'relation';
  readonly index: number;
}

/** Splits a caption where parts of its graph begin or end. The joined segments are the caption. */
export function captionSegments(text: string, graph: SceneGraph): readonly Segment[] {
  const pieces = piecesOf(graph).filter((piece) => piece.start < piece.end && piece.end <= text.length);
  const cuts = [...new Set([0, text.length, ...pieces.flatMap((piece) => [piece.start, piece.end])])].toSorted(
    (a, b) => a - b,
  );
  return cuts.slice(0, -1).map((start, i) => {
    const end = cuts[i + 1] ?? text.length;
    const here = pieces.filter((piece) => piece.start <= start && piece.end >= end);
    const indices = (kinds: readonly Piece['kind'][]) => [
      ...new Set(here.filter((piece) => kinds.includes(piece.kind)).map((piece) => piece.index)),
    ];
    return {
      start,
      text: text.slice(start, end),
      objects: indices(['name', 'attribute']),
      relations: indices(['relation']),
      names: here.some((piece) => piece.kind === 'name'),
    };
  });
}

function piecesOf(graph: SceneGraph): readonly Piece[] {
  const objects = graph.objects.flatMap((object, index): Piece[] => [
    ...object.spans.map(([start, end]) => ({ start, end, kind: 'name' as const, index })),
    ...(object.count?.span === undefined
      ? []
      : [{ start: object.count.span[0], end: object.count.span[1], kind: 'attribute' as const, index }]),
    ...object.attributes.map(({ span: [start, end] }) => ({ start, end, kind: 'attribute' as const, index })),
  ]);
  const relations = graph.relations.map(
    ({ span: [start, end] }, index): Piece => ({ start, end, kind: 'relation', index }),
  );
  return [...objects, ...relations];
}
