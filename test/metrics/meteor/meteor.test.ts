import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MeteorLexicon } from '../../../main/metrics/meteor/lexicon.ts';
import {
  addMeteorStatistics,
  meteor,
  meteorStatistics,
  noMeteorStatistics,
} from '../../../main/metrics/meteor/meteor.ts';
import { ParaphraseTable } from '../../../main/metrics/meteor/paraphrase-table.ts';
import { cocoMetrics } from '../../support/shared-data.ts';
import { words } from '../support.ts';
import { meteorOf } from './support.ts';

/** F of precision and recall: P R ÷ (0.85 P + 0.15 R). */
const mean = (p: number, r: number) => (p * r) / (0.85 * p + 0.15 * r);
/** What is left by `chunks` of `matches` words. */
const left = (chunks: number, matches: number) => 1 - 0.6 * (chunks / matches) ** 0.2;

it('exact: "the cat sat" against "the cat quietly sat" scores 0.3274', () => {
  // "the" is a function word: 0.25 + 2 · 0.75 = 1.75 of 1.75 and of 2.5 weighed words, 3 words in 2 chunks.
  const { score } = meteorOf('the cat sat', ['the cat quietly sat']);
  expect(score).toBeCloseTo(mean(1, 1.75 / 2.5) * left(2, 3), 12);
  expect(score).toBeCloseTo(0.3274, 4);
});

it('stem: "a glowing lamp" against "a glowingly lamp" pays 0.6 for the middle word', () => {
  const { statistics, score } = meteorOf('a glowing lamp', ['a glowingly lamp']);
  expect(statistics.candidateContent).toEqual([1, 1, 0, 0]);
  const matched = 0.25 + 0.75 + 0.6 * 0.75;
  expect(score).toBeCloseTo(matched / 1.75, 12);
});

it('synonym: "a red car" against "a red automobile" pays 0.8 for the last word', () => {
  const { statistics, score } = meteorOf('a red car', ['a red automobile']);
  expect(statistics.referenceContent).toEqual([1, 0, 1, 0]);
  expect(score).toBeCloseTo((0.25 + 0.75 + 0.8 * 0.75) / 1.75, 12);
});

it('paraphrase: "a lot of tanks" against "many tanks" pays 0.6 for three words of one and one of the other', () => {
  const table = new ParaphraseTable();
  table.add(words('a lot of'), words('many'));
  const { statistics, score } = meteorOf('a lot of tanks', ['many tanks'], table);
  // "a", "of" and "many" are function words, "lot" and "tanks" are not.
  expect(statistics.candidateFunction).toEqual([0, 0, 0, 2]);
  expect(statistics.candidateContent).toEqual([1, 0, 0, 1]);
  expect(statistics.referenceFunction).toEqual([0, 0, 0, 1]);
  const precision = (0.75 + 0.6 * (0.75 + 2 * 0.25)) / (2 * 0.75 + 2 * 0.25);
  const recall = (0.75 + 0.6 * 0.25) / (0.75 + 0.25);
  expect(score).toBeCloseTo(mean(precision, recall), 12);
  // With another word before: 4 matched words of the candidate and 2 of the reference, 3 on average, in one chunk.
  const longer = meteorOf('ships a lot of tanks', ['many tanks'], table).score;
  const less = (0.75 + 0.6 * 1.25) / (2 * 0.75 + 2 * 0.25 + 0.75);
  expect(longer).toBeCloseTo(mean(less, recall) * left(1, 3), 12);
});

it('a function word weighs a third of a content word', () => {
  // "red the" against "red": P = 0.75 ÷ (0.75 + 0.25), R = 1; one word in one chunk.
  expect(meteorOf('red the', ['red']).score).toBeCloseTo(mean(0.75, 1) * left(1, 1), 12);
});

it('a caption matched whole in one chunk loses nothing; four words in two and in four chunks do', () => {
  const score = (candidate: string) => meteorOf(candidate, ['red green blue grey']).score;
  expect(score('red green blue grey')).toBe(1);
  expect(score('blue grey red green')).toBeCloseTo(left(2, 4), 12);
  expect(score('grey blue green red')).toBeCloseTo(left(4, 4), 12);
});

it('the best of several references counts, whatever their order', () => {
  const references = ['two ships', 'a red car', 'a car'];
  const best = meteorOf('a red car', references);
  expect(best.score).toBe(1);
  expect(meteorOf('a red car', [...references].reverse())).toEqual(best);
});

it('of references with equal scores the shorter one’s words count, whatever their order', () => {
  const { statistics } = meteorOf('ship', ['a green field', 'a field']);
  expect(statistics.referenceLength).toBe(2);
  expect(meteorOf('ship', ['a field', 'a green field']).statistics).toEqual(statistics);
});

it('nothing in common, an empty candidate and an empty reference score 0, not NaN', () => {
  for (const [candidate, reference] of [
    ['ship', 'field'],
    ['', 'field'],
    ['field', ''],
    ['', ''],
  ] as const) {
    expect(meteorOf(candidate, [reference]).score).toBe(0);
  }
  expect(meteor(noMeteorStatistics)).toBe(0);
});

it('no references are refused', () => {
  expect(() => meteorOf('a car', [])).toThrow('at least one reference');
});

it('a corpus is scored by its summed statistics: two perfect captions of four words have 2 chunks of 8', () => {
  const { statistics } = meteorOf('red green blue grey', ['red green blue grey']);
  expect(meteor(addMeteorStatistics(statistics, statistics))).toBeCloseTo(left(2, 8), 12);
});

const coco = cocoMetrics();
describe.runIf(coco)('on coco1000', () => {
  it('METEOR without paraphrases is between 0.175 and 0.200; with them the reference has 0.195', () => {
    const lexicon = new MeteorLexicon();
    const corpus = coco!.images
      .map(({ candidate, references }) =>
        meteorStatistics(
          lexicon.sentence(words(candidate)),
          references.map((reference) => lexicon.sentence(words(reference))),
          lexicon,
        ),
      )
      .reduce(addMeteorStatistics, noMeteorStatistics);
    expect(meteor(corpus)).toBeGreaterThan(0.175);
    expect(meteor(corpus)).toBeLessThan(0.2);
    // Ours, so that a change is seen.
    expect(meteor(corpus)).toBeCloseTo(0.189795, 6);
  });
});

const vocabulary = ['a', 'the', 'plane', 'planes', 'airplane', 'red', 'road', 'roads', 'of'];
const caption = fc.array(fc.constantFrom(...vocabulary), { maxLength: 10 }).map((tokens) => tokens.join(' '));
it('lies in [0, 1] and is 1 for a caption among its references', () => {
  fc.assert(
    fc.property(caption, fc.array(caption, { minLength: 1, maxLength: 3 }), (candidate, references) => {
      const { score } = meteorOf(candidate, references);
      expect(score >= 0 && score <= 1).toBe(true);
      if (candidate !== '') expect(meteorOf(candidate, [...references, candidate]).score).toBe(1);
    }),
  );
});
