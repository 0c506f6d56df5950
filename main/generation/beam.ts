import type { Writer } from '../models/captioner.ts';
import type { Tensor } from '../tensor/backend.ts';
import { type BeamOptions, BeamSearch, continuations, type Hypothesis, type NextBeams } from './beam-search.ts';
import { bestWords } from './best-words.ts';
import { stillWritten } from './open-images.ts';
import type { Sequence } from './sequence.ts';
import { areNeutral } from './writing-rules.ts';

/**
 * Beam search: for each memory the captions it kept, best first, at most `beams`. All images are written together, with
 * the model's key/value cache.
 *
 * The score is Hugging Face's, Σ ln p / length^lengthPenalty, not the (5 + length)^α / 6^α of Wu et al. 2016 (eq. 14);
 * the length counts written tokens with the end token and without the start token. An ending counts when it is among the
 * `beams` best continuations of its step. An image is done when no open sequence, at the best length it could reach,
 * would score above the worst of `beams` ended ones (Hugging Face's `early_stopping="never"`; see `earlyStopping`).
 * Unlike there, a caption cut at `maxNewTokens` never stands before a finished one (see `cut`), and `beams` 1 is the
 * greedy caption. `prompts` is what stands before the first new word, as in `WritingOptions`.
 *
 * Where p(a) = 0.6, p(b) = 0.4, p(end | a) = 0.5 and p(end | b) = 1, two beams find b (0.4) and greedy finds a (0.3).
 * Throws a RangeError for options that are not sizes.
 */
export function beamHypotheses(
  model: Writer,
  memory: Tensor,
  options: BeamOptions,
  prompts?: readonly (readonly number[])[],
): Hypothesis[][] {
  const { beams, maxNewTokens, lengthPenalty, sequences = beams } = options;
  if (!Number.isInteger(beams) || beams < 1) throw new RangeError(`beams must be 1 or more, not ${beams}.`);
  if (!Number.isInteger(maxNewTokens) || maxNewTokens < 1)
    throw new RangeError(`maxNewTokens must be 1 or more, not ${maxNewTokens}.`);
  if (!Number.isFinite(lengthPenalty)) throw new RangeError(`lengthPenalty must be a number, not ${lengthPenalty}.`);
  if (!Number.isInteger(sequences) || sequences < 1 || sequences > beams)
    throw new RangeError(`sequences must be 1 to ${beams} (beams), not ${sequences}.`);
  const images = memory.shape[0]!;
  const searches = Array.from(
    { length: images },
    (_, image) => new BeamSearch(options, model.special, prompts?.[image]),
  );
  // Rules look at every word; without them the best of each sequence are all that is asked for.
  const unruled = areNeutral(options);
  const { forbidden } = model.special;
  const state = model.begin(memory, beams);
  const ask = (last: Int32Array): ((search: BeamSearch, row: number) => NextBeams) => {
    if (unruled) {
      const words = state.read(last, (logits) => bestWords(logits, continuations(beams), forbidden));
      return (search, row) => search.advance(words, row);
    }
    const logits = state.step(last);
    const { vocabularySize: words } = model;
    return (search, row) => search.advanceByRules(logits.subarray(row * words, (row + beams) * words), words);
  };
  try {
    let last = Int32Array.from(
      { length: images * beams },
      (_, row) => prompts?.[Math.floor(row / beams)]?.at(-1) ?? model.special.start,
    );
    let held: readonly BeamSearch[] = searches;
    for (let position = 0; position < maxNewTokens; position++) {
      const advance = ask(last);
      const next = held.map((search, place) => (search.isDone ? null : advance(search, place * beams)));
      const done = held.map(({ isDone }) => isDone);
      if (!done.includes(false)) break;
      const places = stillWritten(done);
      const beamsOf = <T>(each: (place: number, beam: number) => T): T[] =>
        places.flatMap((place) => Array.from({ length: beams }, (_, beam) => each(place, beam)));
      // Rows without an open sequence stay where they are; what they hold is not read again.
      state.keep(Int32Array.from(beamsOf((place, beam) => place * beams + (next[place]?.from[beam] ?? beam))));
      last = Int32Array.from(beamsOf((place, beam) => next[place]?.tokens[beam] ?? model.special.padding));
      held = places.map((place) => held[place]!);
    }
  } finally {
    state.dispose();
  }
  return searches.map((search) => search.results());
}

/** The best caption that beam search finds for each memory; see `beamHypotheses`. */
export function beam(model: Writer, memory: Tensor, options: BeamOptions): Sequence[] {
  return beamHypotheses(model, memory, options).map(([best]) => {
    if (!best) throw new Error('Beam search found no caption: the logits of the model are not numbers.');
    return best.sequence;
  });
}
