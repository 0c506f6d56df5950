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

/** @example "a b a" and "a b": distinct-1 = 2/5, distinct-2 = 2/3 (a b, b a of a b, b a, a b). */
export function captionHealth(
  captions: readonly (readonly string[])[],
  train?: readonly (readonly string[])[],
): CaptionHealth {
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
  const unigrams = captions.flat();
  const bigrams = captions.flatMap((tokens) => tokens.slice(1).map((token, at) => `${tokens[at]} ${token}`));
  const joined = captions.map((tokens) => tokens.join(' '));
  const trained = train && new Set(train.map((tokens) => tokens.join(' ')));
  const vocabulary = new Set(unigrams).size;
  return {
    captions: captions.length,
    distinctCaptions: new Set(joined).size,
    distinct1: share(vocabulary, unigrams.length),
    distinct2: share(new Set(bigrams).size, bigrams.length),
    vocabulary,
    meanLength: share(unigrams.length, captions.length),
    badEndingRate: share(captions.filter(hasBadEnding).length, captions.length),
    verbatimFromTrain: trained ? share(joined.filter((text) => trained.has(text)).length, captions.length) : null,
  };
}
