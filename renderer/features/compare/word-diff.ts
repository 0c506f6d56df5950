import { diffArrays } from 'diff';

/** A stretch of words that both texts have, or only the second (`added`) or only the first (`removed`). */
export interface DiffSegment {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/**
 * The change from one caption to another word by word; letter case and the full stop at the end do not count as a change.
 * Example: "there is a road" to "there is a river" is same "there is a", removed "road", added "river".
 */
export function diffWords(before: string, after: string): readonly DiffSegment[] {
  const changes = diffArrays(words(before), words(after), { comparator: (a, b) => bare(a) === bare(b) });
  return changes.map((change) => ({
    kind: change.added ? 'added' : change.removed ? 'removed' : 'same',
    text: change.value.join(' '),
  }));
}

/** How much two captions differ, in words: the larger of added and removed in each place, summed. 0 is the same text. */
export function wordsChanged(segments: readonly DiffSegment[]): number {
  const count = (kind: DiffSegment['kind']) =>
    segments.filter((segment) => segment.kind === kind).reduce((sum, { text }) => sum + words(text).length, 0);
  return Math.max(count('added'), count('removed'));
}

/** Only what the first or only what the second text shows: its own words, those the other lacks still marked. */
export function side(segments: readonly DiffSegment[], which: 'before' | 'after'): readonly DiffSegment[] {
  const absent = which === 'before' ? 'added' : 'removed';
  return segments.filter((segment) => segment.kind !== absent);
}

const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');
const bare = (word: string) => word.toLowerCase().replace(/[.,;:!?]+$/, '');
