import { afterEach, beforeEach, expect, it } from 'vitest';
import { tf, type Variable } from '../../../main/tensor/backend.ts';
import { AdamMoments, type AdamScalars } from '../../../main/tensor/ops/adam-moments.ts';

let before = 0;
beforeEach(() => {
  before = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(before);
});

const scalars = (rate: number, epsilon = 0): AdamScalars => ({
  zero: tf.scalar(0),
  rate: tf.scalar(rate),
  beta1: tf.scalar(0.9),
  beta2: tf.scalar(0.99),
  epsilon: tf.scalar(epsilon),
});

/** Runs `work` with a parameter of these values and its moments, all of which are gone afterwards. */
function withParameter(values: number[], work: (variable: Variable, moments: AdamMoments) => void): void {
  const variable = tf.tidy(() => tf.variable(tf.tensor1d(values)) as Variable);
  const moments = new AdamMoments([values.length]);
  tf.tidy(() => work(variable, moments));
  moments.dispose();
  variable.dispose();
}

it('two updates as by hand, with what is kept of the parameter', () => {
  withParameter([1, 4], (variable, moments) => {
    moments.update(variable, tf.tensor1d([2, 0]), 0.5, scalars(0.1));
    // Without a gradient 0 / 0 is not a number where epsilon is 0; the first value is 0.5 · 1 − 0.1 · 0.2 / √0.04.
    expect(variable.dataSync()[0]).toBeCloseTo(0.4, 6);
    expect(variable.dataSync()[1]).toBeNaN();
    moments.update(variable, tf.tensor1d([-1, 0]), 1, scalars(0.1, 0.1));
    // first 0.9 · 0.2 − 0.1 = 0.08, second 0.99 · 0.04 + 0.01 = 0.0496: 0.4 − 0.1 · 0.08 / (0.222711 + 0.1).
    expect(variable.dataSync()[0]).toBeCloseTo(0.37521, 6);
    const { first, second } = moments.values();
    expect(first.dataSync()[0]).toBeCloseTo(0.08, 6);
    expect(second.dataSync()[0]).toBeCloseTo(0.0496, 6);
  });
});

it('tensors that shared memory with the parameter, gradient or moments keep their values', () => {
  withParameter([3], (variable, moments) => {
    const [start, gradient] = [tf.clone(variable), tf.tensor1d([1])];
    const unmoved = moments.values();
    moments.update(variable, gradient, 1, scalars(0.1));
    moments.update(variable, gradient, 1, scalars(0.1));
    expect(variable.dataSync()[0]).toBeLessThan(2.9);
    for (const [tensor, value] of [
      [start, 3],
      [gradient, 1],
      [unmoved.first, 0],
      [unmoved.second, 0],
    ] as const)
      expect(tensor.dataSync()[0]).toBe(value);
  });
});

it('moments that were set are gone on from', () => {
  withParameter([0], (variable, moments) => {
    moments.set(tf.tensor1d([0.2]), tf.tensor1d([0.04]));
    moments.update(variable, tf.tensor1d([-1]), 1, scalars(0.1, 0.1));
    expect(variable.dataSync()[0]).toBeCloseTo(-0.02479, 6); // the second update above, from 0
  });
});

it('a thousand updates take no more memory than the first', () => {
  const width = 1 << 16;
  withParameter(new Array<number>(width).fill(1), (variable, moments) => {
    const gradient = tf.ones([width]);
    const updates = (count: number): number => {
      for (let at = 0; at < count; at++) tf.tidy(() => moments.update(variable, gradient, 0.99, scalars(1e-3, 1e-8)));
      return process.memoryUsage().rss;
    };
    const early = updates(50);
    // Kept, the 256 KB of each update would be 250 MB.
    expect((updates(1000) - early) / 2 ** 20).toBeLessThan(100);
  });
});
