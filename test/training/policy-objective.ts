import type { Sequence } from '../../main/generation/sequence.ts';
import type { Captioner } from '../../main/models/captioner.ts';
import { type Tensor, tf, type Variable } from '../../main/tensor/backend.ts';

/** What was sampled for a batch of images, and what it earned. */
export interface Earned {
  readonly features: Tensor;
  readonly samples: readonly Sequence[];
  readonly rewards: Float64Array;
  readonly samplesPerImage: number;
  readonly temperature: number;
}

/** What each sample earned above the mean of the image's others, in plain arithmetic. */
export function earnedAbove({ rewards, samplesPerImage }: Pick<Earned, 'rewards' | 'samplesPerImage'>): number[] {
  return Array.from(rewards, (reward, row) => {
    const first = row - (row % samplesPerImage);
    const sum = rewards.subarray(first, first + samplesPerImage).reduce((a, b) => a + b, 0);
    return reward - (sum - reward) / (samplesPerImage - 1);
  });
}

/**
 * −Σ (reward − baseline) · ln p ÷ tokens in plain arithmetic, its log-probabilities from the step-by-step model and a
 * softmax in 64 bits.
 */
export function objective(model: Captioner, earned: Earned): number {
  const { features, samples, samplesPerImage, temperature } = earned;
  const above = earnedAbove(earned);
  const memory = tf.tidy(() => model.encode(features, null));
  const state = model.begin(memory, samplesPerImage);
  const last = new Int32Array(samples.length).fill(model.special.start);
  let sum = 0;
  let written = 0;
  for (let place = 0; samples.some(({ tokens }) => place < tokens.length); place++) {
    const logits = state.step(last);
    for (const [row, { tokens: words }] of samples.entries()) {
      const word = words[place];
      last[row] = word ?? model.special.padding;
      if (word === undefined) continue;
      const exponentials = Array.from({ length: model.vocabularySize }, (_, id) =>
        model.special.forbidden.includes(id) ? 0 : Math.exp(logits[row * model.vocabularySize + id]! / temperature),
      );
      const total = exponentials.reduce((a, b) => a + b, 0);
      sum -= above[row]! * Math.log(exponentials[word]! / total);
      written++;
    }
  }
  state.dispose();
  memory.dispose();
  return sum / written;
}

/** The central difference of `f` by one value of a variable, which is put back. */
export function difference(variable: Variable, at: number, by: number, f: () => number): number {
  const values = Float32Array.from(variable.dataSync());
  const shifted = (shift: number): number => {
    const moved = Float32Array.from(values);
    moved[at]! += shift;
    tf.tidy(() => variable.assign(tf.tensor(moved, variable.shape)));
    return f();
  };
  const slope = (shifted(by) - shifted(-by)) / (2 * by);
  tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
  return slope;
}
