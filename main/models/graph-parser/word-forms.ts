import type { Lemmatizer } from '../../text/lemmatizer.ts';
import { numberValue } from '../../text/number-words.ts';
import { join, type Labels, operation } from './labels.ts';

/** Words remembered before starting over, so that odd input cannot fill the memory. */
const rememberedWords = 50_000;

/** Turns words into graph words by the operations of `labels.ts`. */
export class WordForms {
  readonly labels: Labels;
  readonly #lemmatizer: Lemmatizer;
  readonly #verbs = new Map<string, string>();

  constructor(labels: Labels, lemmatizer: Lemmatizer) {
    this.labels = labels;
    this.#lemmatizer = lemmatizer;
  }

  /** The base form of a verb. Example: "standing" → "stand". */
  verb(word: string): string {
    let verb = this.#verbs.get(word);
    if (verb === undefined) {
      verb = this.#lemmatizer.verb(word);
      if (this.#verbs.size >= rememberedWords) this.#verbs.clear();
      this.#verbs.set(word, verb);
    }
    return verb;
  }

  /** The graph word that operation number `kind` makes of `word`. */
  apply(kind: number, word: string): string {
    if (kind === operation.same) return inDigits(word);
    if (kind === operation.verb) return this.verb(word);
    return this.labels.replacements[kind - operation.replaced] ?? word;
  }
}

/** Numbers stand in digits in a graph, whatever a caption writes; "one" is an article more often than a number. */
export function inDigits(word: string): string {
  const value =
    word === 'one' || word === 'dozen' || word === 'hundred' || word === 'thousand' ? null : numberValue(word);
  return value === null ? word : String(value);
}

/** The start of the name whose head is at `head`: it extends to the left while words join the one before them. */
export function nameStart(head: number, joins: ArrayLike<number>): number {
  let start = head;
  while (start > 1 && joins[start] !== join.starts) start--;
  return start;
}

const between: Readonly<Record<number, string>> = { [join.spaced]: ' ', [join.glued]: '', [join.hyphenated]: '-' };

/** The name whose head stands at `head`, from the graph words of all positions. */
export function nameAt(head: number, words: readonly string[], joins: ArrayLike<number>): string {
  const start = nameStart(head, joins);
  let name = words[start] ?? '';
  for (let at = start + 1; at <= head; at++) name += `${between[joins[at]!]}${words[at]}`;
  return name;
}
