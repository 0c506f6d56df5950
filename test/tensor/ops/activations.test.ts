import { expect, it } from 'vitest';
import { tf } from '../../../main/tensor/backend.ts';
import { gelu, geluTanh, quickGelu, silu } from '../../../main/tensor/ops/activations.ts';
import { leftOver, values, worstGradientError } from './finite-differences.ts';

it('exact gelu(1) = Φ(1) = 0.841345 and gelu(−1) = −0.158655; the tanh form gives 0.841192', () => {
  tf.tidy(() => {
    const exact = gelu(tf.tensor1d([1, -1, 0])).dataSync();
    expect(exact[0]).toBeCloseTo(0.841345, 5);
    expect(exact[1]).toBeCloseTo(-0.158655, 5);
    expect(exact[2]).toBe(0);
    expect(geluTanh(tf.tensor1d([1])).dataSync()[0]).toBeCloseTo(0.841192, 5);
  });
});

it('silu(1) = σ(1) = 0.731059 and silu(−1) = −0.268941', () => {
  const found = tf.tidy(() => silu(tf.tensor1d([1, -1])).dataSync());
  expect(found[0]).toBeCloseTo(0.731059, 5);
  expect(found[1]).toBeCloseTo(-0.268941, 5);
});

it('quickGelu(1) = σ(1.702) = 0.845796 and quickGelu(−1) = −0.154204', () => {
  const found = tf.tidy(() => quickGelu(tf.tensor1d([1, -1])).dataSync());
  expect(found[0]).toBeCloseTo(0.845796, 5);
  expect(found[1]).toBeCloseTo(-0.154204, 5);
});

it('their gradients equal central differences and leave nothing behind', () => {
  const x = values([3, 7], 5);
  expect(worstGradientError((a) => gelu(a!), [x])).toBeLessThan(2e-3);
  expect(worstGradientError((a) => geluTanh(a!), [x])).toBeLessThan(2e-3);
  expect(worstGradientError((a) => silu(a!), [x])).toBeLessThan(2e-3);
  expect(worstGradientError((a) => quickGelu(a!), [x])).toBeLessThan(2e-3);
  for (const f of [gelu, geluTanh, quickGelu, silu])
    expect(leftOver(() => tf.tidy(() => void tf.grad((a) => tf.sum(f(a)))(x)))).toBe(0);
  x.dispose();
});
