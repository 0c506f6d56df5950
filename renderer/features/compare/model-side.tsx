import { useMemo } from 'react';
import type { Output } from '../../../preload/contract/table.ts';
import { Badge } from '../../components/badge.tsx';
import { GraphDrawing } from '../graph/graph-drawing.tsx';
import { graphItems } from '../graph/graph-items.ts';
import { SideMark } from './compare-bar.tsx';
import { ObjectList } from './object-list.tsx';
import { objectMarks } from './object-marks.ts';
import type { DiffSegment } from './word-diff.ts';
import { WordDiffText } from './word-diff-text.tsx';

interface Props {
  readonly letter: 'A' | 'B';
  readonly title: string;
  readonly side: Output<'compare', 'item'>['a'];
  /** Number of references of the image. */
  readonly references: number;
  /** CIDEr of the other side. */
  readonly other: number;
  /** The caption, with the words that the other lacks marked. */
  readonly words: readonly DiffSegment[];
}

/** One model's caption of the image with its score, objects and scene graph. */
export function ModelSide({ letter, title, side, references, other, words }: Props) {
  const ahead = side.cider - other;
  return (
    <section
      aria-label={`${letter}: ${title}`}
      className="flex min-w-0 flex-col gap-2.5 rounded-lg border border-line bg-surface p-3"
    >
      <header className="flex items-center gap-2">
        <SideMark side={letter} />
        <h3 className="min-w-0 truncate font-semibold">{title}</h3>
        <span className="ml-auto flex items-center gap-2 whitespace-nowrap text-ink-2 text-xs">
          {ahead >= 0.005 && <Badge tone="accent">Better</Badge>}
          CIDEr <b className="tabular text-ink text-sm">{side.cider.toFixed(2)}</b>
        </span>
      </header>
      <p className="text-md leading-relaxed">
        <WordDiffText segments={words} />
      </p>
      <ObjectList label={`Objects of ${letter}`} marks={objectMarks(side.graph, side.comparison)} />
      <SideGraph letter={letter} side={side} references={references} />
    </section>
  );
}

/** The caption's scene graph compared with the references, drawn as on the image screen. */
function SideGraph({ letter, side, references }: Pick<Props, 'letter' | 'side' | 'references'>) {
  const { own, items } = useMemo(() => {
    // Captions have no ids here: references are numbered from 0 and the models' captions have negative ids.
    const drawn = {
      captionId: letter === 'A' ? -1 : -2,
      text: side.caption,
      graph: side.graph,
      comparison: side.comparison,
    };
    const others = Array.from({ length: references }, (_, captionId) => ({ captionId }));
    return { own: drawn, items: graphItems(drawn, others) };
  }, [letter, side, references]);
  if (items.length === 0) return null;
  return (
    <div className="flex h-72 flex-col border-line border-t pt-1">
      <GraphDrawing own={own} items={items} of={`the caption of ${letter}`} />
    </div>
  );
}
