import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useElementSize } from '../browse/use-element-size.ts';
import { layoutDrawing } from './drawing-layout.ts';
import { GraphEdge } from './graph-edge.tsx';
import type { GraphItem, ShownGraph } from './graph-items.ts';
import { GraphNode } from './graph-node.tsx';
import { pointAt } from './mark-store.ts';
import { itemMark, useMarked } from './marked.ts';
import type { Measure } from './node-text.ts';
import { relationSupport } from './relation-rows.ts';

interface Props {
  readonly own: ShownGraph;
  readonly items: readonly GraphItem[];
  /** Owner of the graph, such as "caption 1". */
  readonly of: string;
}

/** Below this scale the words are unreadable, so the drawing scrolls instead. */
const LEAST_SCALE = 0.78;
const MOVES: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** The graph as boxes and arrows. It has one tab stop; arrow keys move between its parts, which are read out. */
export function GraphDrawing({ own, items, of }: Props) {
  const frame = useRef<HTMLElement>(null);
  const room = useElementSize(frame);
  const [current, setCurrent] = useState(0);
  // Rounded to 24 px, so that dragging an edge does not rearrange the boxes at every pixel.
  const [width, height] = [Math.round(room.width / 24) * 24, Math.round(room.height / 24) * 24];
  const drawing = useMemo(
    () => layoutDrawing(own.graph, items, { width, height }, measureText),
    [own.graph, items, width, height],
  );
  const { isMarked, isFaded } = useMarked(own);
  const scale = Math.max(LEAST_SCALE, Math.min(1, room.width / drawing.width, room.height / drawing.height));

  const onKeyDown = (event: KeyboardEvent<SVGSVGElement>) => {
    const parts = [...event.currentTarget.querySelectorAll<SVGGElement>('[data-part]')];
    const at = parts.findIndex((part) => part.contains(document.activeElement));
    const move = MOVES[event.key];
    const next =
      move !== undefined ? at + move : event.key === 'Home' ? 0 : event.key === 'End' ? parts.length - 1 : null;
    if (next === null) return;
    event.preventDefault();
    const target = Math.min(parts.length - 1, Math.max(0, next));
    setCurrent(target);
    parts[target]?.focus();
  };
  const part = (place: number) => ({
    'data-part': place,
    tabIndex: place === Math.min(current, drawing.nodes.length + drawing.relations.length - 1) ? 0 : -1,
  });

  return (
    <section ref={frame} aria-label={`Drawing of ${of}`} className="grid min-h-0 flex-1 overflow-auto">
      {room.width > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a drawing
        <svg
          role="group"
          aria-label={`Scene graph of ${of}. Arrow keys move between its parts.`}
          viewBox={`0 0 ${drawing.width} ${drawing.height}`}
          width={drawing.width * scale}
          height={drawing.height * scale}
          onKeyDown={onKeyDown}
          className="m-auto block overflow-visible"
        >
          {drawing.relations.map((relation) => {
            const mark = { kind: 'relation', captionId: own.captionId, index: relation.index } as const;
            return (
              <GraphEdge
                key={`relation ${relation.index}`}
                relation={relation}
                support={relationSupport(own, relation.index)}
                marked={isMarked(mark)}
                faded={isFaded(mark)}
                {...part(drawing.nodes.length + relation.index)}
                {...pointAt(mark)}
              />
            );
          })}
          {drawing.missingTop !== null && drawing.missingTop > 0 && (
            <line
              x1={8}
              x2={drawing.width - 8}
              y1={drawing.missingTop - 10}
              y2={drawing.missingTop - 10}
              strokeDasharray="2 4"
              className="stroke-edge"
            />
          )}
          {drawing.nodes.map((node, place) => {
            const mark = itemMark(own.captionId, node.item);
            return (
              <GraphNode
                key={node.item.id}
                node={node}
                marked={isMarked(mark)}
                faded={isFaded(mark)}
                {...part(place)}
                {...pointAt(mark)}
              />
            );
          })}
        </svg>
      )}
    </section>
  );
}

let context: CanvasRenderingContext2D | null | undefined;

/** Measures text as the page draws it; without a canvas, 6.2 px per character. */
const measureText: Measure = (text, weight, sizePx) => {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return text.length * 6.2;
  context.font = `${weight} ${sizePx}px "Inter Variable", ui-sans-serif, system-ui, sans-serif`;
  return context.measureText(text).width;
};
