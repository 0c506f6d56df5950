import { join } from '../../models/graph-parser/labels.ts';
import { inDigits } from '../../models/graph-parser/word-forms.ts';

/** The alignment of words with a graph name: the head's position, and for every position of the name its join and its graph word. */
export interface NameAlignment {
  readonly start: number;
  readonly head: number;
  /** Operation by position, from `start`: 'same', 'verb' or the replacement's text after '='. */
  readonly operations: readonly string[];
  readonly joins: readonly number[];
}

/** Knowledge of words that alignment uses. */
export interface WordKnowledge {
  /** The singular that FACTUAL's evaluation compares: "trees" and "tree" are one. */
  readonly noun: (word: string) => string;
  readonly verb: (word: string) => string;
  /** Whether "word → name" is a replacement that the model has. */
  readonly replaces: (word: string, name: string) => boolean;
}

/** The operation that makes `part` of `word`, or null. */
function operationFor(word: string, part: string, know: WordKnowledge): string | null {
  const written = inDigits(word);
  if (written === part || know.noun(written) === know.noun(part)) return 'same';
  if (know.verb(word) === part) return 'verb';
  return know.replaces(word, part) ? `=${part}` : null;
}

/**
 * Every way in which consecutive words make the graph name `name`, positions counted from 1 (0 is the virtual word).
 * "cell phone" makes "cell phone" and "cellphone", "two" makes "2" where that is a replacement.
 */
export function alignName(name: string, words: readonly string[], know: WordKnowledge): NameAlignment[] {
  const parts = name.split(' ');
  const found: NameAlignment[] = [];
  for (let start = 1; start <= words.length; start++) {
    const spaced = alignSpaced(parts, start, words, know);
    if (spaced) found.push(spaced);
  }
  if (found.length === 0 && parts.length === 1) {
    for (let start = 1; start < words.length; start++) {
      const [left, right] = [words[start - 1]!, words[start]!];
      for (const [mark, kind] of [
        ['', join.glued],
        ['-', join.hyphenated],
      ] as const) {
        if (know.noun(`${left}${mark}${right}`) === know.noun(name))
          found.push({ start, head: start + 1, operations: ['same', 'same'], joins: [join.starts, kind] });
      }
    }
  }
  if (found.length === 0) {
    for (let at = 1; at <= words.length; at++)
      if (know.replaces(words[at - 1]!, name))
        found.push({ start: at, head: at, operations: [`=${name}`], joins: [join.starts] });
  }
  return found;
}

function alignSpaced(
  parts: readonly string[],
  start: number,
  words: readonly string[],
  know: WordKnowledge,
): NameAlignment | null {
  const operations: string[] = [];
  const joined: number[] = [];
  let at = start;
  for (const [index, part] of parts.entries()) {
    const word = words[at - 1];
    if (word === undefined) return null;
    const kind = operationFor(word, part, know);
    if (kind === null) return null;
    operations.push(kind);
    joined.push(index === 0 ? join.starts : join.spaced);
    at++;
  }
  return { start, head: at - 1, operations, joins: joined };
}
