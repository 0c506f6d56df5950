import type { Captioner } from '../models/captioner.ts';
import type { Tensor } from '../tensor/backend.ts';
import type { Random } from '../tensor/random.ts';
import { argMax, draw, logSoftmaxRow, type Truncation } from './distribution.ts';
import type { Sequence } from './sequence.ts';

type Choice = (logProbabilities: Float32Array) => number;

function rollOut(
  model: Captioner,
  memory: Tensor,
  options: { readonly sequencesPerImage: number; readonly maxNewTokens: number; readonly temperature: number },
  choose: Choice,
): Sequence[] {
  const rows = memory.shape[0]! * options.sequencesPerImage;
  const { start, end, padding, forbidden } = model.special;
  const written = Array.from({ length: rows }, () => ({
    tokens: [] as number[],
    logProbabilities: [] as number[],
    entropies: [] as number[],
    finished: false,
  }));
  const state = model.begin(memory, options.sequencesPerImage);
  try {
    let last = new Int32Array(rows).fill(start);
    for (let position = 0; position < options.maxNewTokens; position++) {
      const logits = state.step(last);
      const next = new Int32Array(rows).fill(padding);
      for (const [row, sequence] of written.entries()) {
        if (sequence.finished) continue;
        const values = logits.subarray(row * model.vocabularySize, (row + 1) * model.vocabularySize);
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
export function greedy(model: Captioner, memory: Tensor, maxNewTokens: number): Sequence[] {
  return rollOut(model, memory, { sequencesPerImage: 1, maxNewTokens, temperature: 1 }, argMax);
}

export interface SamplingOptions extends Truncation {
  readonly sequencesPerImage: number;
  readonly maxNewTokens: number;
  readonly temperature: number;
}

/** Words drawn from the model's distribution: `sequencesPerImage` adjacent sequences for each memory. */
export function sample(model: Captioner, memory: Tensor, options: SamplingOptions, random: Random): Sequence[] {
  return rollOut(model, memory, options, (values) => draw(values, options, random));
}
