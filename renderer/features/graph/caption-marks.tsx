import type { Ref } from 'react';
import type { CaptionGraph } from '../../../preload/contract/graphs.ts';
import { cx } from '../../components/cx.ts';
import { captionSegments, type Segment } from './caption-segments.ts';
import { type Mark, useMark } from './mark-store.ts';

interface Props {
  readonly ref: Ref<HTMLDivElement>;
  readonly captionId: number;
  readonly graph: CaptionGraph;
  /** The text style of the field, so that both break lines alike. */
  readonly className: string;
}

/**
 * An invisible copy of the caption's words below its field that marks them: a background for the words pointed at, a
 * dotted line for unsupported objects. Hidden from screen readers, because the graph says the same in words.
 */
export function CaptionMarks({ ref, captionId, graph, className }: Props) {
  const mark = useMark((state) => (concerns(state.mark, captionId) ? state.mark : null));
  const unsupported = new Set(graph.comparison?.hallucinated);
  return (
    <div ref={ref} aria-hidden className={cx(className, 'pointer-events-none absolute inset-0 text-transparent')}>
      {captionSegments(graph.text, graph.graph).map((segment) => (
        <span
          key={segment.start}
          data-object={segment.objects[0]}
          data-relation={segment.relations[0]}
          className={cx(
            'rounded-xs',
            segment.names &&
              segment.objects.some((index) => unsupported.has(index)) &&
              'underline decoration-2 decoration-bad decoration-dotted underline-offset-3',
            mark !== null && isMarked(segment, mark, graph) && groundOf(mark, captionId, unsupported),
          )}
        >
          {segment.text}
        </span>
      ))}
    </div>
  );
}

function concerns(mark: Mark | null, captionId: number): boolean {
  if (mark === null) return false;
  if (mark.captionId === captionId) return mark.kind !== 'missing';
  return mark.kind !== 'relation' && mark.mentions.some((mention) => mention.captionId === captionId);
}

function isMarked(segment: Segment, mark: Mark, { captionId, graph }: CaptionGraph): boolean {
  if (mark.kind === 'object' && mark.captionId === captionId) return segment.objects.includes(mark.index);
  if (mark.kind !== 'relation') {
    const here = mark.mentions.filter((mention) => mention.captionId === captionId);
    return segment.names && here.some(({ object }) => segment.objects.includes(object));
  }
  const relation = graph.relations[mark.index];
  if (segment.relations.includes(mark.index)) return true;
  return segment.names && segment.objects.some((index) => index === relation?.subject || index === relation?.object);
}

function groundOf(mark: Mark, captionId: number, unsupported: ReadonlySet<number>): string {
  if (mark.kind === 'missing') return 'bg-warn/25';
  // The same object in another caption is paler than the one pointed at.
  if (mark.captionId !== captionId) return 'bg-ok/20';
  if (mark.kind === 'object' && unsupported.has(mark.index)) return 'bg-bad/25';
  return 'bg-accent/25';
}
