/** Restrictions on a sequence, whatever the model finds likely. Absent or neutral values change nothing. */
export interface WritingRules {
  /** Above 1, words that were written before are made less likely (Keskar et al. 2019); 1 changes nothing. */
  readonly repetitionPenalty?: number;
  /** No sequence of this many words is written twice; 0 allows it. */
  readonly noRepeatNgramSize?: number;
  /** The end does not come before this many new words. */
  readonly minNewTokens?: number;
}

export const areNeutral = ({ repetitionPenalty = 1, noRepeatNgramSize = 0, minNewTokens = 0 }: WritingRules): boolean =>
  repetitionPenalty === 1 && noRepeatNgramSize === 0 && minNewTokens === 0;

/**
 * Changes a row of scores in place so that the next word keeps the rules, in Hugging Face's order: penalty, repeated
 * n-grams, minimum length. Scores may be logits or log-probabilities: positive ones are divided by the penalty, negative
 * ones multiplied. `prompt` is what stood before the `written` words, and counts for both kinds of repetition.
 */
export function applyRules(
  row: Float32Array,
  rules: WritingRules,
  prompt: readonly number[],
  written: readonly number[],
  end: number,
): void {
  const { repetitionPenalty = 1, noRepeatNgramSize = 0, minNewTokens = 0 } = rules;
  const all = [...prompt, ...written];
  if (repetitionPenalty !== 1)
    for (const id of new Set(all)) row[id] = row[id]! < 0 ? row[id]! * repetitionPenalty : row[id]! / repetitionPenalty;
  if (noRepeatNgramSize > 0)
    for (const id of wordsThatRepeat(all, noRepeatNgramSize)) row[id] = Number.NEGATIVE_INFINITY;
  if (written.length < minNewTokens) row[end] = Number.NEGATIVE_INFINITY;
}

/** The words that would complete an n-gram which is there already: after 5 6 7 5 6 and for n = 3, 7. */
function wordsThatRepeat(all: readonly number[], n: number): Set<number> {
  const beginning = all.length - (n - 1);
  const found = new Set<number>();
  for (let from = 0; from + n <= all.length; from++) {
    let same = true;
    for (let at = 0; same && at < n - 1; at++) same = all[from + at] === all[beginning + at];
    if (same) found.add(all[from + n - 1]!);
  }
  return found;
}
