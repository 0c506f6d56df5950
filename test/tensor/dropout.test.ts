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

it.each([0.1, 0.5, 0.6, 0.9])(
  'rate %d: each value is zero as often as the rate says, wherever its byte lies',
  (rate) => {
    const dropout = new Dropout(rate, new Random(5));
    const mask = tf.tidy(() => dropout.mask([400, 100]).dataSync());
    for (const place of [0, 1, 2, 3]) {
      const zeros = mask.filter((value, at) => at % 4 === place && value === 0).length;
      expect(Math.abs(zeros / 10_000 - dropout.rate)).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / 10_000));
    }
  },
);

it('masks of one generator are independent: both of two values are zero with the square of the rate', () => {
  const dropout = new Dropout(0.25, new Random(2));
  tf.tidy(() => {
    const [first, second] = [dropout.mask([40_000]), dropout.mask([40_000])];
    // Read only now: the second must not have been drawn into the memory of the first.
    const [a, b] = [first.dataSync(), second.dataSync()];
    const both = a.filter((value, at) => value === 0 && b[at] === 0).length;
    expect(Math.abs(both / 40_000 - 1 / 16)).toBeLessThan(5 * Math.sqrt((1 / 16) * (15 / 16) * (1 / 40_000)));
    expect([...a]).not.toEqual([...b]);
  });
});

it('a mask is one tensor', () => {
  const dropout = new Dropout(0.25, new Random(2));
  tf.tidy(() => {
    const before = tf.memory().numTensors;
    dropout.mask([3, 5]);
    expect(tf.memory().numTensors).toBe(before + 1);
  });
});

it('equal seeds give equal masks; rate 0 returns its input', () => {
  tf.tidy(() => {
    const mask = (): number[] => Array.from(new Dropout(0.5, new Random(9)).mask([50]).dataSync());
    expect(mask()).toEqual(mask());
    const x = tf.ones([3]);
    expect(new Dropout(0, new Random(1)).apply(x)).toBe(x);
  });
});
