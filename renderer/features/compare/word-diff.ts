import { diffArrays } from 'diff';

/**
 * A stretch of words that both texts have, or only the second (`added`) or only the first (`removed`). `text` is as the
 * second text writes it, or the first where the second lacks it.
 */
export interface DiffSegment {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
  /** The same words as the first text writes them, where case or the full stop differ. */
  readonly before?: string;
}

/**
 * The change from one caption to another word by word; letter case and the full stop at the end do not count as a change.
 * Example: "there is a road" to "there is a river" is same "there is a", removed "road", added "river".
 */
export function diffWords(before: string, after: string): readonly DiffSegment[] {
  const changes = diffArrays(words(before), words(after), { comparator: (a, b) => bare(a) === bare(b) });
  const first = words(before);
  let at = 0;
  return changes.map(({ added, removed, value }) => {
    const text = value.join(' ');
    if (added) return { kind: 'added', text };
    const own = first.slice(at, at + value.length).join(' ');
    at += value.length;
    if (removed) return { kind: 'removed', text: own };
    return own === text ? { kind: 'same', text } : { kind: 'same', text, before: own };
  });
}

/** How much two captions differ, in words: the larger of added and removed in each place, summed. 0 is the same text. */
export function wordsChanged(segments: readonly DiffSegment[]): number {
  const count = (kind: DiffSegment['kind']) =>
    segments.filter((segment) => segment.kind === kind).reduce((sum, { text }) => sum + words(text).length, 0);
  return Math.max(count('added'), count('removed'));
}

/** Only what the first or only what the second text shows, as it writes them: those words the other lacks still marked. */
export function side(segments: readonly DiffSegment[], which: 'before' | 'after'): readonly DiffSegment[] {
  const absent = which === 'before' ? 'added' : 'removed';
  return segments
    .filter((segment) => segment.kind !== absent)
    .map(({ kind, text, before }) => ({ kind, text: which === 'before' ? (before ?? text) : text }));
}

const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');
const bare = (word: string) => word.toLowerCase().replace(/[.,;:!?]+$/, '');
