import type { MetricAccumulator, MetricValues, PreparedImage } from './accumulator.ts';

/**
 * Words that a finished caption does not end with: the list that self-critical captioning code counts (articles, "in",
 * "of", "with", "is" …), and conjunctions, counts and further prepositions of ours. Not "beside" and "there": people end
 * captions with these adverbs ("some houses beside"), 4 % of UCM's, and with none of the others.
 */
const badEndings = new Set(
  (
    'a an the in for at of with before after on upon near to is are am ' +
    'and or by from next between some many several two'
  ).split(' '),
);

/** Whether the last word cannot end a caption. An empty caption counts as one. */
export function hasBadEnding(tokens: readonly string[]): boolean {
  const last = tokens.at(-1);
  return last === undefined || badEndings.has(last);
}

/** Health figures of a set of captions, as token lists. Shares are in [0, 1]. */
export interface CaptionHealth {
  readonly captions: number;
  /** Different captions, as token sequences. */
  readonly distinctCaptions: number;
  /** Distinct unigrams ÷ unigrams (Li et al. 2016), and the same of bigrams; null without any. */
  readonly distinct1: number | null;
  readonly distinct2: number | null;
  readonly vocabulary: number;
  readonly meanLength: number | null;
  readonly badEndingRate: number | null;
  /** Share of captions that occur word for word among the train captions; null when none were given. */
  readonly verbatimFromTrain: number | null;
}

/**
 * Counts a stream of captions, token lists without punctuation. `train` are captions that a model may have learned by
 * heart.
 */
export class CaptionHealthCounter {
  readonly #train: ReadonlySet<string> | null;
  readonly #captions = new Set<string>();
  readonly #unigrams = new Set<string>();
  readonly #bigrams = new Set<string>();
  #count = 0;
  #words = 0;
  #pairs = 0;
  #badEndings = 0;
  #verbatim = 0;

  constructor(train?: Iterable<readonly string[]> | null) {
    this.#train = train ? new Set(Array.from(train, (tokens) => tokens.join(' '))) : null;
  }

  /** Whether the caption stands word for word among the train captions, null when none were given. */
  isVerbatim(tokens: readonly string[]): boolean | null {
    return this.#train === null ? null : this.#train.has(tokens.join(' '));
  }

  add(tokens: readonly string[]): void {
    this.#count += 1;
    this.#words += tokens.length;
    this.#captions.add(tokens.join(' '));
    for (const token of tokens) this.#unigrams.add(token);
    for (let at = 1; at < tokens.length; at += 1) this.#bigrams.add(`${tokens[at - 1]} ${tokens[at]}`);
    this.#pairs += Math.max(0, tokens.length - 1);
    if (hasBadEnding(tokens)) this.#badEndings += 1;
    if (this.isVerbatim(tokens)) this.#verbatim += 1;
  }

  figures(): CaptionHealth {
    const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
    return {
      captions: this.#count,
      distinctCaptions: this.#captions.size,
      distinct1: share(this.#unigrams.size, this.#words),
      distinct2: share(this.#bigrams.size, this.#pairs),
      vocabulary: this.#unigrams.size,
      meanLength: share(this.#words, this.#count),
      badEndingRate: share(this.#badEndings, this.#count),
      verbatimFromTrain: this.#train ? share(this.#verbatim, this.#count) : null,
    };
  }
}

/**
 * The figures of a set of captions.
 *
 * @example "a b a" and "a b": distinct-1 = 2/5, distinct-2 = 2/3 (a b, b a of a b, b a, a b).
 */
export function captionHealth(
  captions: readonly (readonly string[])[],
  train?: readonly (readonly string[])[],
): CaptionHealth {
  const counter = new CaptionHealthCounter(train);
  for (const tokens of captions) counter.add(tokens);
  return counter.figures();
}

/**
 * The same of a stream of images' candidates: `mean_length`, `bad_ending_rate` (1 or 0 an image), `verbatim_from_train`
 * (likewise), and of the corpus alone `distinct_captions`, `distinct_1`, `distinct_2` and `vocabulary_size`.
 */
export class HealthAccumulator implements MetricAccumulator {
  readonly #counter: CaptionHealthCounter;
  readonly #images: MetricValues[] = [];

  constructor(train?: Iterable<readonly string[]> | null) {
    this.#counter = new CaptionHealthCounter(train);
  }

  add({ candidate: { tokens } }: PreparedImage): void {
    this.#counter.add(tokens);
    const verbatim = this.#counter.isVerbatim(tokens);
    this.#images.push({
      mean_length: tokens.length,
      bad_ending_rate: hasBadEnding(tokens) ? 1 : 0,
      verbatim_from_train: verbatim === null ? null : Number(verbatim),
    });
  }

  corpus(): MetricValues {
    const figures = this.#counter.figures();
    return {
      mean_length: figures.meanLength,
      bad_ending_rate: figures.badEndingRate,
      verbatim_from_train: figures.verbatimFromTrain,
      distinct_captions: figures.distinctCaptions,
      distinct_1: figures.distinct1,
      distinct_2: figures.distinct2,
      vocabulary_size: figures.vocabulary,
    };
  }

  images(): readonly MetricValues[] {
    return this.#images;
  }
}
