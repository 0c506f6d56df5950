import type { Writer } from '../models/captioner.ts';
import type { Tensor } from '../tensor/backend.ts';
import type { Random } from '../tensor/random.ts';
import { argMax, draw, logSoftmaxRow, type Truncation } from './distribution.ts';
import type { Sequence } from './sequence.ts';
import { applyRules, areNeutral, type WritingRules } from './writing-rules.ts';

type Choice = (logProbabilities: Float32Array) => number;

/** What greedy writing and sampling share. */
export interface WritingOptions extends WritingRules {
  /**
   * The words before the first new one, for each memory: their last is what the model is given first, and repetition
   * counts them all. Absent: the start token.
   */
  readonly prompts?: readonly (readonly number[])[];
}

interface RollOutOptions extends WritingOptions {
  readonly sequencesPerImage: number;
  readonly maxNewTokens: number;
  readonly temperature: number;
}

function rollOut(model: Writer, memory: Tensor, options: RollOutOptions, choose: Choice): Sequence[] {
  const { sequencesPerImage, prompts } = options;
  const rows = memory.shape[0]! * sequencesPerImage;
  const { start, end, padding, forbidden } = model.special;
  const unruled = areNeutral(options);
  const promptOf = (row: number): readonly number[] => prompts?.[Math.floor(row / sequencesPerImage)] ?? [start];
  const written = Array.from({ length: rows }, () => ({
    tokens: [] as number[],
    logProbabilities: [] as number[],
    entropies: [] as number[],
    finished: false,
  }));
  const state = model.begin(memory, sequencesPerImage);
  try {
    let last = Int32Array.from(written, (_, row) => promptOf(row).at(-1)!);
    for (let position = 0; position < options.maxNewTokens; position++) {
      const logits = state.step(last);
      const next = new Int32Array(rows).fill(padding);
      for (const [row, sequence] of written.entries()) {
        if (sequence.finished) continue;
        const values = logits.subarray(row * model.vocabularySize, (row + 1) * model.vocabularySize);
        if (!unruled) applyRules(values, options, promptOf(row), sequence.tokens, end);
        const entropy = logSoftmaxRow(values, forbidden, options.temperature);
        const token = choose(values);
        sequence.tokens.push(token);
        sequence.logProbabilities.push(values[token]!);
        sequence.entropies.push(entropy);
        sequence.finished = token === end;
        next[row] = token;
      }
      if (written.every(({ finished }) => finished)) break;
      last = next;
    }
  } finally {
    state.dispose();
  }
  return written;
}

/** The likeliest word at each place, until the end token or `maxNewTokens`: one sequence for each memory. */
export function greedy(model: Writer, memory: Tensor, maxNewTokens: number, options: WritingOptions = {}): Sequence[] {
  return rollOut(model, memory, { ...options, sequencesPerImage: 1, maxNewTokens, temperature: 1 }, argMax);
}

export interface SamplingOptions extends Truncation, WritingOptions {
  readonly sequencesPerImage: number;
  readonly maxNewTokens: number;
  readonly temperature: number;
}

/**
 * Words drawn from the model's distribution: `sequencesPerImage` adjacent sequences for each memory. Their
 * log-probabilities are those of the whole distribution, before top-k and top-p cut it.
 */
export function sample(model: Writer, memory: Tensor, options: SamplingOptions, random: Random): Sequence[] {
  return rollOut(model, memory, options, (values) => draw(values, options, random));
}
