import { expect, it } from 'vitest';
import { tf } from '../../main/tensor/backend.ts';
import { Dropout } from '../../main/tensor/dropout.ts';
import { Random } from '../../main/tensor/random.ts';

it('rate 0.25 zeroes a quarter of the values and scales the rest by 4/3, so that the mean stays', () => {
  const mask = tf.tidy(() => new Dropout(0.25, new Random(1)).mask([100, 100]).dataSync());
  const zeros = mask.filter((value) => value === 0).length;
  expect(Math.abs(zeros / 10_000 - 0.25)).toBeLessThan(5 * Math.sqrt((0.25 * 0.75) / 10_000));
  expect(new Set(mask)).toEqual(new Set([0, Math.fround(4 / 3)]));
});

it('equal seeds give equal masks; rate 0 returns its input', () => {
  tf.tidy(() => {
    const mask = (): number[] => Array.from(new Dropout(0.5, new Random(9)).mask([50]).dataSync());
    expect(mask()).toEqual(mask());
    const x = tf.ones([3]);
    expect(new Dropout(0, new Random(1)).apply(x)).toBe(x);
  });
});
