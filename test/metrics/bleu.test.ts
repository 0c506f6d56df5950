import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addBleuStatistics, bleu, bleuStatistics, noBleuStatistics } from '../../main/metrics/bleu.ts';
import { cocoMetrics } from '../support/shared-data.ts';
import { counted, smallSet } from './support.ts';

const statisticsOf = (candidate: string, references: readonly string[]) => {
  const both = counted(candidate, ...references);
  return bleuStatistics(both.candidate, both.references);
};
const corpus = (images: readonly { candidate: string; references: readonly string[] }[]) =>
  images.map((image) => statisticsOf(image.candidate, image.references)).reduce(addBleuStatistics, noBleuStatistics);

const coco = cocoMetrics();
describe.runIf(coco)('on coco1000', () => {
  it('every per-image BLEU-1…4 is within 1e-9 of the reference code', () => {
    for (const image of coco!.images) {
      const scores = bleu(statisticsOf(image.candidate, image.references));
      for (const [order, expected] of image.bleu.entries())
        expect(Math.abs(scores[order]! - expected)).toBeLessThan(1e-9);
    }
  });
  it('the corpus statistics and scores are those of the reference code', () => {
    const statistics = corpus(coco!.images);
    expect(statistics).toEqual({
      correct: [5732, 2510, 1043, 423],
      guesses: [9893, 8893, 7893, 6893],
      candidateLength: 9893,
      referenceLength: 9855,
    });
    for (const [order, score] of bleu(statistics).entries()) {
      expect(Math.abs(score - coco!.corpus.bleu[order]!)).toBeLessThan(1e-9);
    }
  });
});

it('the published small set: 0.55, 0.428174, 0.284043, 0.201143', () => {
  expect(bleu(corpus(smallSet)).map((score) => score.toFixed(6))).toEqual([
    '0.550000',
    '0.428174',
    '0.284043',
    '0.201143',
  ]);
});

it('"the the the" against "the cat" matches one "the" of three: counts are clipped', () => {
  expect(statisticsOf('the the the', ['the cat']).correct).toEqual([1, 0, 0, 0]);
});

it('of two reference lengths equally close the shorter counts', () => {
  expect(statisticsOf('a b c', ['a b c d', 'a b']).referenceLength).toBe(2);
});

it('"the cat" against "the cat sat": BLEU-1 = 1 · exp(1 − 3/2) = 0.6065', () => {
  expect(bleu(statisticsOf('the cat', ['the cat sat']))[0]).toBeCloseTo(Math.exp(-0.5), 8);
});

it('an empty candidate scores 0, not NaN', () => {
  for (const score of bleu(statisticsOf('', ['the cat']))) expect(score).toBe(0);
});

it('no references are refused', () => {
  expect(() => statisticsOf('the cat', [])).toThrow('at least one reference');
});

const caption = fc
  .array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 4, maxLength: 9 })
  .map((tokens) => tokens.join(' '));
it('lies in [0, 1], is 1 for a candidate among the references, and ignores their order', () => {
  fc.assert(
    fc.property(caption, fc.array(caption, { minLength: 1, maxLength: 4 }), (candidate, references) => {
      const scores = bleu(statisticsOf(candidate, references));
      for (const score of scores) expect(score >= 0 && score <= 1).toBe(true);
      expect(bleu(statisticsOf(candidate, [...references].reverse()))).toEqual(scores);
      expect(bleu(statisticsOf(candidate, [candidate, ...references]))[3]).toBeCloseTo(1, 6);
    }),
  );
});
