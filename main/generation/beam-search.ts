import type { SpecialTokens } from '../models/captioner.ts';
import type { BestWords } from './best-words.ts';
import { logSoftmaxRow } from './distribution.ts';
import type { Sequence } from './sequence.ts';
import { applyRules, type WritingRules } from './writing-rules.ts';

export interface BeamOptions extends WritingRules {
  /** Sequences kept for each image, at least 1. */
  readonly beams: number;
  readonly maxNewTokens: number;
  /** Exponent of the length by which a score is divided: 0 compares plain sums, 1 means per token. */
  readonly lengthPenalty: number;
  /**
   * When an image is done: `true` as soon as `beams` sequences have ended, `false` when no open one would be better if it
   * ended now, `'never'` (the default) when none could become better.
   */
  readonly earlyStopping?: boolean | 'never';
  /**
   * The treatment of sequences cut at `maxNewTokens`: `'behind'` (the default) they fill the places that no finished one
   * took, `'compete'` they count as ended there, as Hugging Face has it.
   */
  readonly cut?: 'behind' | 'compete';
  /** Sequences returned for each image, at most and by default `beams`. */
  readonly sequences?: number;
}

/** A caption that a search has kept. */
export interface Hypothesis {
  readonly sequence: Sequence;
  /** Σ ln p / length^lengthPenalty, in nats; the length counts written tokens, the end token among them. */
  readonly score: number;
}

/** A sequence as its last token and what came before: beams share their beginnings. */
interface Prefix {
  readonly before: Prefix | null;
  readonly token: number;
  readonly logProbability: number;
  /** Σ ln p of all its tokens, as the rules changed them. */
  readonly total: number;
}

interface Continuation extends Prefix {
  /** Place among the image's beams of the sequence it continues. */
  readonly from: number;
}

/** The origins of the image's next beams and their last tokens, in the order of the beams. */
export interface NextBeams {
  readonly from: readonly number[];
  readonly tokens: readonly number[];
}

function tokensOf(last: Prefix | null): number[] {
  const tokens: number[] = [];
  for (let at = last; at; at = at.before) tokens.push(at.token);
  return tokens.reverse();
}

function unroll(last: Prefix | null, finished: boolean): Sequence {
  const words: Prefix[] = [];
  for (let at = last; at; at = at.before) words.push(at);
  words.reverse();
  return {
    tokens: words.map(({ token }) => token),
    logProbabilities: words.map(({ logProbability }) => logProbability),
    finished,
  };
}

/**
 * How many of the likeliest words `advance` must know of each sequence: one in each may be an ending, so at least `beams`
 * others are among twice as many.
 */
export const continuations = (beams: number): number => 2 * beams;

/**
 * The best continuations of all open sequences. Of equals, the one of the better beam comes first, then the smaller token, as they are offered.
 */
class BestContinuations {
  readonly found: Continuation[] = [];
  readonly #places: number;
  #threshold = Number.NEGATIVE_INFINITY;

  constructor(places: number) {
    this.#places = places;
  }

  takes(total: number): boolean {
    return total > this.#threshold;
  }

  add(continuation: Continuation): void {
    const { found } = this;
    let place = found.length;
    while (place > 0 && found[place - 1]!.total < continuation.total) place--;
    found.splice(place, 0, continuation);
    if (found.length > this.#places) found.pop();
    if (found.length === this.#places) this.#threshold = found[this.#places - 1]!.total;
  }
}

/** Beam search for one image: the sequences being written and the best that have ended. */
export class BeamSearch {
  readonly #options: BeamOptions;
  readonly #special: SpecialTokens;
  readonly #prompt: readonly number[];
  readonly #ended: Hypothesis[] = [];
  /** Sequences still being written; before the first token there is one, and it is empty. */
  #open: readonly (Prefix | null)[] = [null];
  #length = 0;

  constructor(options: BeamOptions, special: SpecialTokens, prompt: readonly number[] = [special.start]) {
    this.#options = options;
    this.#special = special;
    this.#prompt = prompt;
  }

  /** Whether nothing that could still be written would be among the kept captions. */
  get isDone(): boolean {
    const { beams, maxNewTokens, lengthPenalty, earlyStopping = 'never' } = this.#options;
    if (this.#open.length === 0 || this.#length === maxNewTokens) return true;
    if (this.#ended.length < beams) return false;
    // A width of one is the greedy caption: what it passed over is not taken up again once it has ended.
    if (beams === 1 || earlyStopping === true) return true;
    const isWorse = (length: number): boolean =>
      this.#open[0]!.total / length ** lengthPenalty <= this.#ended.at(-1)!.score;
    if (earlyStopping === false) return isWorse(this.#length);
    // Sums only fall. Divided by a power of the length, they are best at the longest (or, below 0, the shortest) length.
    return isWorse(lengthPenalty > 0 ? maxNewTokens : this.#length + 1);
  }

  /** Continues the open sequences: theirs are the rows of `words` from `first` on. */
  advance(words: BestWords, first: number): NextBeams {
    const best = new BestContinuations(continuations(this.#options.beams));
    for (const [from, before] of this.#open.entries()) {
      const written = before?.total ?? 0;
      const row = (first + from) * words.count;
      for (let at = row; at < row + words.count; at++) {
        const logProbability = words.logProbabilities[at]!;
        const total = written + logProbability;
        // Words of a sequence come best first.
        if (!best.takes(total)) break;
        best.add({ before, token: words.ids[at]!, logProbability, total, from });
      }
    }
    return this.#continue(best.found);
  }

  /** The same where the options have rules, given `vocabularySize` logits for each sequence; they are overwritten. */
  advanceByRules(logits: Float32Array, vocabularySize: number): NextBeams {
    const best = new BestContinuations(continuations(this.#options.beams));
    for (const [from, before] of this.#open.entries()) {
      const row = logits.subarray(from * vocabularySize, (from + 1) * vocabularySize);
      logSoftmaxRow(row, this.#special.forbidden, 1);
      // Rules change what is compared, not how likely the model finds a word.
      const likelihood = row.slice();
      applyRules(row, this.#options, this.#prompt, tokensOf(before), this.#special.end);
      const written = before?.total ?? 0;
      for (let token = 0; token < row.length; token++) {
        const total = written + row[token]!;
        if (best.takes(total)) best.add({ before, token, logProbability: likelihood[token]!, total, from });
      }
    }
    return this.#continue(best.found);
  }

  /** The sequences found, best first. Unfinished captions, cut at `maxNewTokens`, fill the places that no finished one took. */
  results(): Hypothesis[] {
    const cut = this.#open.map((last) => this.#hypothesis(last, false));
    return [...this.#ended, ...cut].slice(0, this.#options.sequences ?? this.#options.beams);
  }

  #continue(best: readonly Continuation[]): NextBeams {
    const { beams, maxNewTokens, cut = 'behind' } = this.#options;
    this.#length += 1;
    const isLast = cut === 'compete' && this.#length === maxNewTokens;
    const open: Continuation[] = [];
    for (const [rank, continuation] of best.entries()) {
      const ends = continuation.token === this.#special.end;
      if (!ends && !isLast) {
        if (open.length < beams) open.push(continuation);
      } else if (rank < beams) this.#keep(continuation, ends);
    }
    this.#open = open;
    return { from: open.map(({ from }) => from), tokens: open.map(({ token }) => token) };
  }

  #hypothesis(last: Prefix | null, finished: boolean): Hypothesis {
    const score = (last?.total ?? 0) / this.#length ** this.#options.lengthPenalty;
    return { sequence: unroll(last, finished), score };
  }

  /** Keeps an ended sequence if it is among the best; of equals the earlier one stays ahead. */
  #keep(last: Prefix, finished: boolean): void {
    const hypothesis = this.#hypothesis(last, finished);
    let place = this.#ended.length;
    while (place > 0 && this.#ended[place - 1]!.score < hypothesis.score) place--;
    this.#ended.splice(place, 0, hypothesis);
    if (this.#ended.length > this.#options.beams) this.#ended.pop();
  }
}
