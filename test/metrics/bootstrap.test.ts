import { expect, it } from 'vitest';
import { type BleuStatistics, bleu } from '../../main/metrics/bleu.ts';
import { comparePaired, pairedBootstrap } from '../../main/metrics/bootstrap.ts';
import { scoreCorpus } from '../../main/metrics/corpus-score.ts';

it('a system that is 1 better on every image differs by exactly 1 in every resample', () => {
  const a = [0, 1, 2, 3];
  const result = pairedBootstrap({ kind: 'mean', a, b: a.map((value) => value + 1) })!;
  expect(result.difference).toBe(1);
  expect(result.interval).toEqual([1, 1]);
  expect(result.pValue).toBeCloseTo(2 / 1001, 12);
});

it('equal systems differ by 0 with p = 1', () => {
  expect(pairedBootstrap({ kind: 'mean', a: [1, 2], b: [1, 2] })).toMatchObject({
    difference: 0,
    interval: [0, 0],
    pValue: 1,
  });
});

it('the interval of a mean of 400 differences N(0, 1) is about ±1.96 ÷ √400', () => {
  // A deterministic sample with mean 0 and variance 1: ±1 in turn.
  const b = Array.from({ length: 400 }, (_, at) => (at % 2 === 0 ? 1 : -1));
  const { interval } = pairedBootstrap({ kind: 'mean', a: b.map(() => 0), b })!;
  // A tenth of it either way: the middle 90 % would end at 1.64 ÷ √400.
  for (const end of interval) expect(Math.abs(Math.abs(end) - 1.96 / 20)).toBeLessThan(0.0098);
  expect(interval[0]).toBeLessThan(interval[1]);
});

it('equal seeds give equal intervals', () => {
  const input = { kind: 'mean', a: [1, 5, 2, 8], b: [2, 4, 4, 9] } as const;
  expect(pairedBootstrap(input, { seed: 3 })).toEqual(pairedBootstrap(input, { seed: 3 }));
});

it('BLEU is resampled from summed statistics, not from means', () => {
  const row = (correct: number): BleuStatistics => ({
    correct: [correct, correct, correct, correct],
    guesses: [10, 9, 8, 7],
    candidateLength: 10,
    referenceLength: 10,
  });
  const [a, b] = [
    [row(1), row(2)],
    [row(5), row(6)],
  ];
  const sum = (rows: BleuStatistics[]): BleuStatistics => ({
    correct: rows[0]!.correct.map((value, order) => value + rows[1]!.correct[order]!),
    guesses: [20, 18, 16, 14],
    candidateLength: 20,
    referenceLength: 20,
  });
  const result = pairedBootstrap({ kind: 'bleu', order: 4, a, b })!;
  expect(result.difference).toBeCloseTo(bleu(sum(b))[3] - bleu(sum(a))[3], 12);
});

it('values that do not apply stay out, and none that applies gives null', () => {
  expect(pairedBootstrap({ kind: 'mean', a: [null, 1], b: [null, 3] })!.difference).toBe(2);
  expect(pairedBootstrap({ kind: 'mean', a: [null], b: [1] })).toBeNull();
});

const references = [['a wide river'], ['two planes near a road'], ['some houses beside a lake']];
const scoresOf = (...captions: string[]) =>
  scoreCorpus({ images: captions.map((candidate, at) => ({ imageId: at, candidate, references: references[at]! })) });

it('every metric of single images is compared, corpus metrics by their summed statistics', () => {
  const a = scoresOf('a lake', 'two planes', 'some houses');
  const b = scoresOf('a wide river', 'two planes near a road', 'some houses near a lake');
  for (const id of Object.keys(a.corpus)) {
    const compared = comparePaired(id, a, b, { resamples: 200 });
    if (a.images[0]![id] === undefined) {
      expect(compared, id).toBeNull();
      continue;
    }
    expect(compared!.difference, id).toBeCloseTo(b.corpus[id]! - a.corpus[id]!, 12);
    expect(compared!.interval[0]).toBeLessThanOrEqual(compared!.interval[1]);
    expect(compared!.pValue).toBeGreaterThan(0);
    expect(compared!.pValue).toBeLessThanOrEqual(1);
  }
});

it('systems with other images are refused', () => {
  expect(() => comparePaired('bleu_4', scoresOf('a'), scoresOf('a', 'b'))).toThrow('the same images: 1 and 2');
});
