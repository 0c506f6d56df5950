import type { Count, Span } from '../../../preload/contract/scene-graph.ts';
import type { Word } from '../../models/graph-parser/tokens.ts';
import { readCount } from '../../scene-graph/rules/counts.ts';

/** A count that a caption states, and the first word after it. */
export interface StatedCount {
  readonly count: Count;
  /** Index of the word after the count. */
  readonly next: number;
}

const sizes = new Set('large great huge big small vast good certain'.split(' '));
/** "rows of boats" that are counted: there are at least as many boats. */
const arrangements = new Set(
  'row rows line lines group groups pile piles column columns cluster clusters stack stacks'.split(' '),
);

/**
 * Counts in words, in order: numbers, "many", "several", "a lot of". They are read by the rules that the rule parser
 * reads them by, for FACTUAL's graphs leave loose ones out.
 */
export function statedCounts(words: readonly Word[]): StatedCount[] {
  const tokens = words.map(({ text, span: [start, end] }) => ({
    text,
    word: text,
    start,
    end,
    tag: sizes.has(text) ? ('adjective' as const) : ('other' as const),
    lemma: text,
    compoundLength: 0,
  }));
  const stated: StatedCount[] = [];
  for (let at = 0; at < words.length; ) {
    const reading = readCount(tokens, at);
    if (!reading || reading.next > words.length) {
      at++;
      continue;
    }
    const { range, next } = reading;
    const span: Span = [words[at]!.span[0], words[next - 1]!.span[1]];
    const isArranged = arrangements.has(words[next]?.text ?? '') && words[next + 1]?.text === 'of';
    stated.push({
      count: { ...(isArranged ? { min: range.min, max: null } : range), text: textOf(words.slice(at, next)), span },
      next: isArranged ? next + 2 : next,
    });
    at = next;
  }
  return stated;
}

const textOf = (words: readonly Word[]): string => words.map(({ text }) => text).join(' ');
