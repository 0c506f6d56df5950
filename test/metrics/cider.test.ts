import { describe, expect, it } from 'vitest';
import { cider, ciderVector, documentFrequencies } from '../../main/metrics/cider.ts';
import { NgramIndex } from '../../main/metrics/ngrams.ts';
import { cocoMetrics } from '../support/shared-data.ts';
import { smallSet, words } from './support.ts';

/** CIDEr of each image with the evaluated references as the corpus. */
function scores(images: readonly { candidate: string; references: readonly string[] }[]): number[] {
  const index = new NgramIndex();
  const references = images.map((image) => image.references.map((reference) => index.count(words(reference))));
  const candidates = images.map((image) => index.count(words(image.candidate)));
  const frequencies = documentFrequencies(references, index.size);
  return candidates.map((candidate, at) =>
    cider(
      ciderVector(candidate, frequencies),
      references[at]!.map((reference) => ciderVector(reference, frequencies)),
    ),
  );
}
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

const coco = cocoMetrics();
describe.runIf(coco)('on coco1000', () => {
  it('every image and the corpus are within 1e-9 of the reference code', () => {
    const found = scores(coco!.images);
    for (const [at, score] of found.entries()) expect(Math.abs(score - coco!.images[at]!.cider)).toBeLessThan(1e-9);
    expect(Math.abs(mean(found) - coco!.corpus.cider)).toBeLessThan(1e-9);
  });
});

it('the published small set: 1.242192', () => {
  expect(mean(scores(smallSet)).toFixed(6)).toBe('1.242192');
});

it('one image alone scores 0: every idf is ln 1 − ln 1', () => {
  expect(scores([{ candidate: 'a cat', references: ['a cat'] }])).toEqual([0]);
});

it('a word counts once an image towards document frequencies, however many references have it', () => {
  const index = new NgramIndex();
  const grams = [[index.count(['cat']), index.count(['cat'])], [index.count(['dog'])]];
  expect([...documentFrequencies(grams, index.size).counts]).toEqual([1, 1]);
});

it('a perfect four-word caption among strangers scores 10', () => {
  const images = [
    { candidate: 'a b c d', references: ['a b c d'] },
    { candidate: 'e f g h', references: ['i j k l'] },
  ];
  expect(scores(images)[0]).toBeCloseTo(10, 10);
  expect(scores(images)[1]).toBe(0);
});

it('two bigrams too many cost a factor exp(−2² ÷ 72)', () => {
  // "a b" of two words against the same with two unknown words: order 1 and 2 cosines shrink by the clipped norm.
  const index = new NgramIndex();
  const references = [[index.count(words('a b'))], [index.count(words('c d'))]];
  const candidate = index.count(words('a b x y'));
  const frequencies = documentFrequencies(references, index.size);
  const score = cider(ciderVector(candidate, frequencies), [ciderVector(references[0]![0]!, frequencies)]);
  // idf of every n-gram is ln 2. Order 1: 2 ln²2 ÷ (√4 ln 2 · √2 ln 2) = 1/√2; order 2: 1 ÷ √3; orders 3, 4: 0.
  expect(score).toBeCloseTo((10 / 4) * Math.exp(-4 / 72) * (1 / Math.SQRT2 + 1 / Math.sqrt(3)), 10);
});

it('the original CIDEr has neither clipping nor Gaussian: repeating a word is not punished', () => {
  const index = new NgramIndex();
  const references = [[index.count(words('a b'))], [index.count(words('c d'))]];
  const candidate = index.count(words('a b a b'));
  const frequencies = documentFrequencies(references, index.size);
  const [vector, reference] = [ciderVector(candidate, frequencies), ciderVector(references[0]![0]!, frequencies)];
  // Orders 1 and 2 in units of ln 2: (2, 2)·(1, 1) ÷ (√8 √2) = 1 and, of "a b" twice and "b a" once, 2 ÷ √5.
  expect(cider(vector, [reference], 'original')).toBeCloseTo((10 / 4) * (1 + 2 / Math.sqrt(5)), 10);
  // Clipped: (1, 1)·(1, 1) ÷ (√8 √2) = 1/2 and 1 ÷ √5, and two bigrams too many.
  expect(cider(vector, [reference])).toBeCloseTo((10 / 4) * (1 / 2 + 1 / Math.sqrt(5)) * Math.exp(-4 / 72), 10);
});

it('n-grams that the counted documents lack are as telling as those of one', () => {
  const index = new NgramIndex();
  const documents = [[index.count(words('x'))], [index.count(words('y'))], [index.count(words('y'))]];
  const frequencies = documentFrequencies(documents, index.size);
  // idf: x ln 3, y ln 3 − ln 2, unseen "z" ln 3.
  expect(ciderVector(index.count(words('x')), frequencies).norms[0]).toBeCloseTo(Math.log(3), 12);
  expect(ciderVector(index.count(words('y')), frequencies).norms[0]).toBeCloseTo(Math.log(1.5), 12);
  expect(ciderVector(index.count(words('z')), frequencies).norms[0]).toBeCloseTo(Math.log(3), 12);
});
