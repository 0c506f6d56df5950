import { describe, expect, it } from 'vitest';
import { longestCommonSubsequence, rougeL } from '../../main/metrics/rouge-l.ts';
import { cocoMetrics } from '../support/shared-data.ts';
import { smallSet, words } from './support.ts';

const scoreOf = (candidate: string, references: readonly string[]) => rougeL(words(candidate), references.map(words));
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

const coco = cocoMetrics();
describe.runIf(coco)('on coco1000', () => {
  it('every image and the corpus are within 1e-9 of the reference code', () => {
    const scores = coco!.images.map((image) => scoreOf(image.candidate, image.references));
    for (const [index, score] of scores.entries())
      expect(Math.abs(score - coco!.images[index]!.rouge_l)).toBeLessThan(1e-9);
    expect(Math.abs(mean(scores) - coco!.corpus.rouge_l)).toBeLessThan(1e-9);
  });
});

it('the published small set: 0.522104', () => {
  expect(mean(smallSet.map(({ candidate, references }) => scoreOf(candidate, references))).toFixed(6)).toBe('0.522104');
});

it('"a x b y c" and "a b c" share the subsequence a b c', () => {
  expect(longestCommonSubsequence(words('a x b y c'), words('a b c'))).toBe(3);
});

it('"the cat" against "the cat sat": P 1, R 2/3, so 2.44 · (2/3) ÷ (2/3 + 1.44)', () => {
  expect(scoreOf('the cat', ['the cat sat'])).toBeCloseTo((2.44 * (2 / 3)) / (2 / 3 + 1.44), 12);
});

it('the best precision and the best recall may come from different references', () => {
  // P = 2/2 from "a b c d", R = 1/1 from "a": (2.44 · 1 · 1) ÷ (1 + 1.44) = 1.
  expect(scoreOf('a b', ['a b c d', 'a'])).toBeCloseTo(1, 12);
});

it('nothing in common, or an empty candidate, scores 0', () => {
  expect(scoreOf('x y', ['a b'])).toBe(0);
  expect(scoreOf('', ['a b'])).toBe(0);
});
