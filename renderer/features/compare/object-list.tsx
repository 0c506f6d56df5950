import { Check, CircleDashed, type LucideIcon, TriangleAlert } from 'lucide-react';
import { cx } from '../../components/cx.ts';
import type { ObjectMark } from './object-marks.ts';

const looks: Readonly<Record<ObjectMark['kind'], { icon: LucideIcon; word: string; className: string }>> = {
  matched: { icon: Check, word: 'matched', className: 'border-solid border-ok/50 bg-ok-soft text-ok' },
  missing: { icon: CircleDashed, word: 'missing', className: 'border-dashed border-warn/60 bg-warn-soft text-warn' },
  hallucinated: {
    icon: TriangleAlert,
    word: 'unsupported',
    className: 'border-double border-3 border-bad/50 bg-bad-soft text-bad',
  },
};

/** The objects of a caption compared with its references, marked by border, icon and word. */
export function ObjectList({ marks, label }: { readonly marks: readonly ObjectMark[]; readonly label: string }) {
  if (marks.length === 0) return <p className="text-ink-3 text-xs">No objects in the caption or its references.</p>;
  return (
    <ul aria-label={label} className="flex flex-wrap gap-1.5">
      {marks.map((mark) => {
        const { icon: Icon, word, className } = looks[mark.kind];
        return (
          <li
            key={mark.id}
            className={cx('inline-flex min-h-6 items-center gap-1.5 rounded-md border px-1.5 text-xs', className)}
          >
            <Icon size={12} strokeWidth={2.25} aria-hidden />
            <span className={cx('font-medium text-ink', mark.kind === 'missing' && 'italic')}>{words(mark)}</span>
            <span>{note(mark, word)}</span>
          </li>
        );
      })}
    </ul>
  );
}

function words(mark: ObjectMark): string {
  // The name is singular and does not agree with a count such as "several".
  if (mark.kind === 'missing') return mark.count === null ? mark.name : `${mark.name} (${mark.count})`;
  return [mark.count, ...mark.attributes, mark.name].filter((part) => part !== null).join(' ');
}

function note(mark: ObjectMark, word: string): string {
  if (mark.countDifference !== null)
    return `says ${mark.countDifference.said}, references ${mark.countDifference.references}`;
  if (mark.kind === 'missing' && mark.references > 1) return `${word}, in ${mark.references} references`;
  return word;
}
