import { Check, CircleDashed, Dot } from 'lucide-react';
import { cx } from '../../components/cx.ts';
import type { GraphItem } from './graph-items.ts';
import { type RelationRow, SUPPORT_WORDS } from './relation-rows.ts';
import { STATE_LOOKS } from './state-looks.ts';

/** An object's state as icon, word and colour. */
export function State({ item }: { readonly item: GraphItem }) {
  const { icon: Icon, word, text } = STATE_LOOKS[item.state];
  return (
    <span className={cx('inline-flex items-start gap-1.5', text)}>
      <Icon size={13} strokeWidth={2.25} className="mt-1 shrink-0" aria-hidden />
      <span>{item.note === '' ? word : `${word}, ${item.note}`}</span>
    </span>
  );
}

const RELATION_LOOKS = {
  shared: { icon: Check, word: 'matched', tone: 'text-ok' },
  // Captions rarely state the same relations. One of its own is no fault, so it has no warning colour.
  onlyHere: { icon: Dot, word: 'only here', tone: 'text-ink-2' },
  missing: { icon: CircleDashed, word: 'missing', tone: 'text-warn' },
} as const;

export function RelationState({ support }: { readonly support: RelationRow['support'] }) {
  if (support === null) return <span className="text-ink-3">not compared</span>;
  const { icon: Icon, word, tone } = RELATION_LOOKS[support];
  return (
    <span className={cx('inline-flex items-center gap-1.5', tone)} title={SUPPORT_WORDS[support]}>
      <Icon size={13} strokeWidth={2.25} className="shrink-0" aria-hidden />
      {word}
    </span>
  );
}
