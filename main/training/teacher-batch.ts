import type { SpecialTokens } from '../models/captioner.ts';
import { tokenPlaces } from '../models/token-rows.ts';

// Axis legend: N sequences, T longest of them.

/** The inputs and labels of teacher forcing: N · T ids row by row, and each token's weight in the loss. */
export interface TeacherBatch {
  readonly inputs: Int32Array;
  readonly labels: Int32Array;
  readonly weights: Float32Array;
  readonly length: number;
  /** Of each sequence, how many ids are not padding; at least one. */
  readonly lengths: readonly number[];
  /** Tokens that count, the end tokens among them. */
  readonly tokens: number;
}

/**
 * Lays out sequences of token ids for teacher forcing: the start token and all but the last are shown, each next one is
 * the label. A sequence that ends holds its end token. Padding has weight 0, and so have labels in `ignored`; the others
 * weigh `weightOf(row)` ÷ the number of tokens that count.
 *
 * Example: [7, 8, end] and [9, end] with weight 1: inputs start 7 8, start 9 pad; labels 7 8 end, 9 end pad; weights ⅕
 * five times, 0.
 */
export function teacherBatch(
  sequences: readonly (readonly number[])[],
  special: SpecialTokens,
  options: { readonly weightOf?: (row: number) => number; readonly ignored?: ReadonlySet<number> } = {},
): TeacherBatch {
  const { weightOf = () => 1, ignored } = options;
  const length = Math.max(1, ...sequences.map((sequence) => sequence.length));
  const inputs = new Int32Array(sequences.length * length).fill(special.padding);
  const labels = new Int32Array(sequences.length * length).fill(special.padding);
  const weights = new Float32Array(sequences.length * length);
  let tokens = 0;
  for (const [row, sequence] of sequences.entries()) {
    for (const [at, token] of sequence.entries()) {
      const cell = row * length + at;
      inputs[cell] = at === 0 ? special.start : sequence[at - 1]!;
      labels[cell] = token;
      if (ignored?.has(token)) continue;
      weights[cell] = weightOf(row);
      tokens++;
    }
  }
  if (tokens > 0) for (let cell = 0; cell < weights.length; cell++) weights[cell]! /= tokens;
  const lengths = sequences.map((sequence) => Math.max(1, sequence.length));
  return { inputs, labels, weights, length, lengths, tokens };
}

/** Labels and weights without padding: labels and weights of as many tokens as `lengths` sum up to. */
export function withoutPadding(batch: TeacherBatch): Pick<TeacherBatch, 'labels' | 'weights'> {
  const places = tokenPlaces(batch.lengths, batch.length);
  return {
    labels: places.map((place) => batch.labels[place]!),
    weights: Float32Array.from(places, (place) => batch.weights[place]!),
  };
}
