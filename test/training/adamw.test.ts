import { afterEach, describe, expect, it } from 'vitest';
import { type Tensor, tf, type Variable } from '../../main/tensor/backend.ts';
import { AdamW, type AdamWConfig } from '../../main/training/adamw.ts';

const plain: AdamWConfig = { beta1: 0.9, beta2: 0.99, weightDecay: 0, clipNorm: 0 };
const made: { dispose(): void }[] = [];
afterEach(() => {
  for (const one of made.splice(0)) one.dispose();
});

const vector = (...values: number[]): Variable => keep(tf.tidy(() => tf.variable(tf.tensor1d(values))));
const matrix = (...values: number[]): Variable =>
  keep(tf.tidy(() => tf.variable(tf.tensor2d(values, [1, values.length]) as Tensor)));

function keep<T extends { dispose(): void }>(one: T): T {
  made.push(one);
  return one;
}

const optimizerOf = (variables: readonly Variable[], config: Partial<AdamWConfig> = {}): AdamW =>
  keep(new AdamW(new Map(variables.map((variable, at) => [`parameter ${at}`, variable])), { ...plain, ...config }));

/** One step with these gradients, given per variable as flat values. */
function step(optimizer: AdamW, gradients: readonly (readonly number[])[], learningRate: number): number {
  return tf.tidy(() => {
    const { variables } = optimizer;
    const named = variables.map(({ name, shape }, at) => [name, tf.tensor([...gradients[at]!], shape)] as const);
    return optimizer.step(Object.fromEntries(named), learningRate);
  });
}

const valuesOf = (variable: Variable): number[] => [...variable.dataSync()];

describe('two steps by hand', () => {
  it('the first step is the learning rate against the sign, whatever the size of the gradient', () => {
    const weights = vector(1, 1);
    // m̂ = 0.1g / 0.1 = g and v̂ = 0.01g² / 0.01 = g², so the step is 0.1 · g / |g|.
    step(optimizerOf([weights]), [[4, -0.02]], 0.1);
    expect(valuesOf(weights)[0]).toBeCloseTo(0.9, 6);
    expect(valuesOf(weights)[1]).toBeCloseTo(1.1, 6);
  });

  it('the second step corrects both moments by their own powers', () => {
    const weights = vector(1);
    const optimizer = optimizerOf([weights]);
    step(optimizer, [[2]], 0.1); // m = 0.2, v = 0.04; 1 − 0.1 · 2 / 2 = 0.9
    step(optimizer, [[-1]], 0.1);
    // m = 0.9 · 0.2 − 0.1 = 0.08, m̂ = 0.08 / 0.19 = 0.421053;
    // v = 0.99 · 0.04 + 0.01 = 0.0496, v̂ = 0.0496 / 0.0199 = 2.492462, √v̂ = 1.578753;
    // 0.9 − 0.1 · 0.421053 / 1.578753 = 0.9 − 0.026670.
    expect(valuesOf(weights)[0]).toBeCloseTo(0.87333, 6);
  });

  it('epsilon stands beside the corrected root: a gradient of 1e-8 moves half a learning rate at the first step', () => {
    const weights = vector(0);
    step(optimizerOf([weights]), [[1e-8]], 1); // 1e-8 / (1e-8 + 1e-8)
    expect(valuesOf(weights)[0]).toBeCloseTo(-0.5, 4);
  });
});

describe('weight decay', () => {
  it('shrinks matrices by learning rate × decay, apart from the gradient, and leaves vectors alone', () => {
    const [weight, bias] = [matrix(2, -4), vector(2)];
    step(optimizerOf([weight, bias], { weightDecay: 0.5 }), [[0, 0], [0]], 0.1); // 2 · (1 − 0.1 · 0.5)
    expect(valuesOf(weight)[0]).toBeCloseTo(1.9, 6);
    expect(valuesOf(weight)[1]).toBeCloseTo(-3.8, 6);
    expect(valuesOf(bias)).toEqual([2]);
  });

  it('is not part of the moments: with a gradient the step is the decay and the plain step', () => {
    const weight = matrix(2);
    step(optimizerOf([weight], { weightDecay: 0.5 }), [[3]], 0.1);
    expect(valuesOf(weight)[0]).toBeCloseTo(1.9 - 0.1, 6);
  });
});

describe('clipping', () => {
  it('scales all gradients by one factor to the global norm: 3 and 4 have norm 5', () => {
    const [first, second] = [vector(0), vector(0)];
    const optimizer = optimizerOf([first, second], { clipNorm: 1, beta1: 0.9, beta2: 0 });
    expect(step(optimizer, [[3], [4]], 1)).toBeCloseTo(5, 6);
    // Clipped to 0.6 and 0.8. The second gradients 0.6 and 0.8 have norm 1 and stay: m̂ = (0.9·0.06 + 0.06) / 0.19 = 0.6,
    // v̂ = 0.36; had the first not been clipped, m̂ would be (0.9 · 0.3 + 0.06) / 0.19 = 1.74.
    step(optimizer, [[0.6], [0.8]], 1);
    expect(valuesOf(first)[0]).toBeCloseTo(-2, 5);
    expect(valuesOf(second)[0]).toBeCloseTo(-2, 5);
  });

  it('leaves gradients below the norm alone, and all of them when it is 0', () => {
    for (const clipNorm of [6, 0]) {
      const weights = vector(0, 0);
      const optimizer = optimizerOf([weights], { clipNorm, beta2: 0 });
      expect(step(optimizer, [[3, 4]], 1)).toBeCloseTo(5, 6);
      step(optimizer, [[0.6, 0.8]], 1);
      expect(valuesOf(weights)[0]).toBeCloseTo(-1 - (0.9 * 0.3 + 0.06) / 0.19 / 0.6, 4); // −1 − 1.705263 / 0.6
    }
  });
});

it.each([Number.NaN, Number.POSITIVE_INFINITY])(
  'a gradient of %d is told by the norm and changes neither weights nor moments',
  (bad) => {
    const [weight, other] = [matrix(1, 2), vector(3)];
    const optimizer = optimizerOf([weight, other], { weightDecay: 0.1, clipNorm: 1 });
    expect(Number.isFinite(step(optimizer, [[bad, 1], [1]], 0.1))).toBe(false);
    expect([...valuesOf(weight), ...valuesOf(other)]).toEqual([1, 2, 3]);
    // As if it had not been: the next step is a first step, by the learning rate.
    step(optimizer, [[0, 0], [0.5]], 0.1);
    expect(valuesOf(other)[0]).toBeCloseTo(2.9, 6);
  },
);

it('keeps three tensors a parameter, none a step, and gives them back', () => {
  const weights = [matrix(1, 2), vector(3)];
  const before = tf.memory().numTensors;
  const optimizer = new AdamW(new Map(weights.map((variable, at) => [String(at), variable])), {
    ...plain,
    weightDecay: 0.1,
    clipNorm: 1,
  });
  expect(tf.memory().numTensors).toBe(before + 6);
  for (let count = 0; count < 3; count++) step(optimizer, [[1, 2], [3]], 0.1);
  step(optimizer, [[Number.NaN, 2], [3]], 0.1);
  expect(tf.memory().numTensors).toBe(before + 6);
  optimizer.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

it('an optimizer that takes over a snapshot goes on as the first would have', () => {
  const [kept, resumed] = [matrix(1, -2), matrix(1, -2)];
  const [first, second] = [optimizerOf([kept]), optimizerOf([resumed])];
  for (const optimizer of [first, second]) step(optimizer, [[3, 1]], 0.1);
  const third = optimizerOf([resumed]);
  third.restore(second.snapshot());
  for (const optimizer of [first, third]) step(optimizer, [[-1, 2]], 0.1);
  expect(valuesOf(resumed)).toEqual(valuesOf(kept));
  expect(() => third.restore({ steps: 1, moments: new Map() })).toThrow('lacks first.parameter 0');
});

it('the caller’s gradients are still there after the step', () => {
  const weights = vector(1);
  const optimizer = optimizerOf([weights], { clipNorm: 0.1 });
  const gradient = keep(tf.tensor1d([2]));
  optimizer.step({ [weights.name]: gradient }, 0.1);
  expect([...gradient.dataSync()]).toEqual([2]);
});

describe('groups', () => {
  it('of parameters have a learning rate and a decay of their own; the first that fits counts', () => {
    const [plainVector, slow, decayed] = [vector(1), vector(1), vector(2)];
    const optimizer = optimizerOf([plainVector, slow, decayed], {
      groups: [
        { pattern: /1$/, rateFactor: 0.5 },
        { pattern: /[12]$/, weightDecay: 0.25 },
      ],
    });
    step(optimizer, [[3], [3], [3]], 0.1);
    // A first step is the learning rate: 0.1, half of it, and 0.1 after 2 · (1 − 0.1 · 0.25) = 1.95.
    expect(valuesOf(plainVector)[0]).toBeCloseTo(0.9, 6);
    expect(valuesOf(slow)[0]).toBeCloseTo(0.95, 6);
    expect(valuesOf(decayed)[0]).toBeCloseTo(1.85, 6);
  });
});
