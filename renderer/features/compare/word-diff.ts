import { diffArrays } from 'diff';

/**
 * A sequence of words in both texts, only in the second (`added`) or only in the first (`removed`). `text` follows
 * the second text where it has the words, otherwise the first.
 */
export interface DiffSegment {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
  /** The words in the first text, when case or punctuation differ. */
  readonly before?: string;
}

/**
 * Compares two captions word by word, ignoring case and trailing punctuation.
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

/** Counts the words that differ: the larger of added and removed words. 0 means the same text. */
export function wordsChanged(segments: readonly DiffSegment[]): number {
  const count = (kind: DiffSegment['kind']) =>
    segments.filter((segment) => segment.kind === kind).reduce((sum, { text }) => sum + words(text).length, 0);
  return Math.max(count('added'), count('removed'));
}

/** Returns only the first or only the second text, in its own spelling, with the words that the other lacks marked. */
export function side(segments: readonly DiffSegment[], which: 'before' | 'after'): readonly DiffSegment[] {
  const absent = which === 'before' ? 'added' : 'removed';
  return segments
    .filter((segment) => segment.kind !== absent)
    .map(({ kind, text, before }) => ({ kind, text: which === 'before' ? (before ?? text) : text }));
}

const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');
const bare = (word: string) => word.toLowerCase().replace(/[.,;:!?]+$/, '');
