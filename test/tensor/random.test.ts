import { expect, it } from 'vitest';
import { Random } from '../../main/tensor/random.ts';

const draws = (random: Random, count: number): number[] => Array.from({ length: count }, () => random.uniform());

it('equal seeds give equal sequences, neighbouring seeds others', () => {
  expect(draws(new Random(7), 20)).toEqual(draws(new Random(7), 20));
  expect(draws(new Random(7), 20)).not.toEqual(draws(new Random(8), 20));
});

it('streams of one seed are as good as seeds: neighbours have nothing in common, and the first is the seed’s own', () => {
  expect(draws(new Random(7, 0), 5)).toEqual(draws(new Random(7), 5));
  const count = 20_000;
  const firsts = Array.from({ length: count }, (_, stream) => new Random(7, stream).uniform() - 0.5);
  // Within 5 standard errors: a mean of 0, and no correlation with the neighbour, with the next seed, or with the next draw.
  const seconds = Array.from({ length: count }, (_, stream) => draws(new Random(7, stream), 2)[1]! - 0.5);
  const others = Array.from({ length: count }, (_, stream) => new Random(8, stream).uniform() - 0.5);
  const meanProduct = (b: readonly number[]): number => firsts.reduce((sum, a, at) => sum + a * b[at]!, 0) / count;
  expect(Math.abs(firsts.reduce((a, b) => a + b, 0) / count)).toBeLessThan((5 * Math.sqrt(1 / 12)) / Math.sqrt(count));
  for (const other of [[...firsts.slice(1), 0], seconds, others])
    expect(Math.abs(meanProduct(other))).toBeLessThan(5 / 12 / Math.sqrt(count));
});

it('a saved state continues the sequence', () => {
  const random = new Random(3);
  draws(random, 5);
  const resumed = Random.fromState(random.state);
  expect(draws(resumed, 10)).toEqual(draws(random, 10));
});

it('filling takes the words that single draws would, and goes on from there', () => {
  const [single, filled] = [new Random(4), new Random(4)];
  const words = new Uint32Array(1000);
  filled.fill(words);
  expect([...words]).toEqual(Array.from(words, () => single.bits()));
  expect(filled.state).toEqual(single.state);
  expect(filled.bits()).toBe(single.bits());
});

it('uniform draws have mean 1/2 and normal draws mean 0 and variance 1, within 5 standard errors', () => {
  const random = new Random(11);
  const count = 20_000;
  const uniform = draws(random, count);
  expect(Math.abs(uniform.reduce((a, b) => a + b, 0) / count - 0.5)).toBeLessThan(
    (5 * Math.sqrt(1 / 12)) / Math.sqrt(count),
  );
  const normal = Array.from({ length: count }, () => random.normal());
  expect(Math.abs(normal.reduce((a, b) => a + b, 0) / count)).toBeLessThan(5 / Math.sqrt(count));
  const variance = normal.reduce((a, b) => a + b * b, 0) / count;
  expect(Math.abs(variance - 1)).toBeLessThan((5 * Math.SQRT2) / Math.sqrt(count));
});

it('below(3) takes each of 0, 1, 2 about a third of the time, and shuffling keeps every item', () => {
  const random = new Random(5);
  const counts = [0, 0, 0];
  for (let i = 0; i < 3000; i += 1) counts[random.below(3)]! += 1;
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(3000 * (1 / 3) * (2 / 3)));
  expect(random.shuffled([1, 2, 3, 4, 5]).sort()).toEqual([1, 2, 3, 4, 5]);
});
