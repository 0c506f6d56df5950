import type { Output } from '../../../preload/contract/table.ts';
import { Badge } from '../../components/badge.tsx';
import { SideMark } from './compare-bar.tsx';
import { ObjectList } from './object-list.tsx';
import { objectMarks } from './object-marks.ts';
import type { DiffSegment } from './word-diff.ts';
import { WordDiffText } from './word-diff-text.tsx';

interface Props {
  readonly letter: 'A' | 'B';
  readonly title: string;
  readonly side: Output<'compare', 'item'>['a'];
  /** CIDEr of the other side. */
  readonly other: number;
  /** The caption with the words marked that the other one lacks. */
  readonly words: readonly DiffSegment[];
}

/** One model's caption of the image: words, score, objects. */
export function ModelSide({ letter, title, side, other, words }: Props) {
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
    </section>
  );
}
