import { z } from 'zod';
import { AppError } from '../../errors/app-error.ts';
import type { SpecialTokens } from '../captioner.ts';

const specialWords = ['<pad>', '<bos>', '<eos>', '<unk>'] as const;

/** vocabulary.json: words by id, the four special ones first. */
export const vocabularySchema = z.object({ words: z.array(z.string().min(1)).min(specialWords.length) });

/** Words of nadir-mini, one id each. Words are what `tokenizePtb` makes of a caption: lower-case, no punctuation. */
export class Vocabulary {
  readonly words: readonly string[];
  readonly #ids: ReadonlyMap<string, number>;

  static readonly special: SpecialTokens = { padding: 0, start: 1, end: 2, forbidden: [0, 1, 3] };
  static readonly unknown = 3;

  /** Throws `malformed_file` naming `source` when the special words are not first or a word stands twice. */
  constructor(words: readonly string[], source: string) {
    this.words = words;
    this.#ids = new Map(words.map((word, id) => [word, id]));
    if (specialWords.some((word, id) => words[id] !== word))
      throw new AppError('malformed_file', `${source} must begin with the words ${specialWords.join(' ')}.`);
    if (this.#ids.size !== words.length) throw new AppError('malformed_file', `${source} lists a word twice.`);
  }

  /** The vocabulary of tokenised captions: words seen at least `minimumCount` times, most frequent first. */
  static fromCaptions(captions: Iterable<readonly string[]>, minimumCount: number): Vocabulary {
    return new Vocabulary(specialWords, 'the vocabulary').extendedBy(captions, minimumCount);
  }

  get size(): number {
    return this.words.length;
  }

  /** This vocabulary and, after it, the words of `captions` that it lacks: ids that were given stay. */
  extendedBy(captions: Iterable<readonly string[]>, minimumCount: number): Vocabulary {
    const counts = new Map<string, number>();
    for (const caption of captions)
      for (const word of caption) if (!this.#ids.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
    const added = [...counts].filter(([, count]) => count >= minimumCount);
    added.sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
    return new Vocabulary([...this.words, ...added.map(([word]) => word)], 'the vocabulary');
  }

  /** Ids of words; a word that is not in it becomes the id of <unk>. */
  encode(words: readonly string[]): number[] {
    return words.map((word) => this.#ids.get(word) ?? Vocabulary.unknown);
  }

  /** The words of ids, special ones left out. */
  decode(ids: readonly number[]): string[] {
    return ids.filter((id) => id >= specialWords.length).map((id) => this.words[id]!);
  }
}
