import { describe, expect, it } from 'vitest';
import { signalCatalog } from '../../main/rewards/catalog.ts';
import { composeRewards } from '../../main/rewards/compose.ts';
import { buildRewardCorpus, endToken } from '../../main/rewards/corpus.ts';
import { createRuleParser } from '../../main/scene-graph/rule-parser.ts';
import { words } from '../metrics/support.ts';

const parser = createRuleParser();
const corpus = buildRewardCorpus({
  images: [
    { id: 1, references: ['There is a forest and a river.', 'There is a forest, a river and a road.'] },
    { id: 2, references: ['Two planes are parked near a building.', 'Some planes beside a building.'] },
    { id: 3, references: [] },
  ],
  parse: (texts) => parser.parseSync(texts),
});
const finished = (text: string) => [...words(text), endToken];

it('scene description exhaustiveness of "there is a forest" is 1/3 of the worked example', () => {
  const reward = composeRewards({ weights: { sde: 1 }, corpus });
  expect(reward({ imageIds: [1], captions: [finished('there is a forest')] }).total[0]).toBeCloseTo(1 / 3, 12);
});

it('what a detector counted joins the references: 1 of 3 objects and the ship are 1 of 4', () => {
  const images = [
    {
      id: 1,
      references: ['There is a forest and a river.', 'There is a forest, a river and a road.'],
      detected: { ship: 2, trees: 0 },
    },
  ];
  const counted = buildRewardCorpus({ images, parse: (texts) => parser.parseSync(texts) });
  const reward = composeRewards({ weights: { sde: 1, count_abs: 1 }, corpus: counted });
  const captions = [finished('there is a forest'), finished('there is a forest and five ships')];
  const { signals } = reward({ imageIds: [1, 1], captions });
  expect([...signals.sde!]).toEqual([1 / 4, 2 / 4]);
  expect([...signals.count_abs!]).toEqual([Number.NaN, 3]);
});

it('an unfinished caption earns less CIDEr than the same caption finished', () => {
  const reward = composeRewards({ weights: { cider: 1 }, corpus });
  const caption = words('there is a forest and a river');
  const { total } = reward({ imageIds: [1, 1], captions: [[...caption, endToken], caption] });
  expect(total[0]!).toBeGreaterThan(total[1]!);
});

it('the total is the weighted sum, and signals where lower is better count against it', () => {
  const reward = composeRewards({ weights: { sde: 2, hallucination: 0.5 }, corpus });
  // forest is matched (1/3), lake is in no reference: 1 of 2 objects.
  const { total, signals } = reward({ imageIds: [1], captions: [finished('there is a forest and a stadium')] });
  expect(signals.hallucination![0]).toBeCloseTo(1 / 2, 12);
  expect(total[0]).toBeCloseTo(2 * (1 / 3) - 0.5 * (1 / 2), 12);
});

it('METEOR of a reference itself is 1, with the end token or without; a synonym still earns most of it', () => {
  const reward = composeRewards({ weights: { meteor: 1 }, corpus });
  const captions = [finished('two planes are parked near a building'), words('two planes are parked near a building')];
  const { total } = reward({
    imageIds: [2, 2, 2],
    captions: [...captions, finished('two airplanes are parked near a building')],
  });
  expect([total[0], total[1]]).toEqual([1, 1]);
  // "airplanes" and "planes" share a meaning: 0.8 of a content word, of all words in one chunk. "two" and "a" weigh 0.25,
  // as do "are" and no other: 3 · 0.25 + 4 · 0.75 in all.
  expect(total[2]).toBeCloseTo((3.75 - 0.2 * 0.75) / 3.75, 12);
});

it('a signal that does not apply is NaN in the log and adds 0, not NaN, to the total', () => {
  const reward = composeRewards({ weights: { hallucination: 1, length: 1 }, corpus });
  const { total, signals } = reward({ imageIds: [1], captions: [[endToken]] });
  expect(signals.hallucination![0]).toBeNaN();
  expect(total[0]).toBe(0);
});

it('a weight of 0 measures a signal without paying for it', () => {
  const reward = composeRewards({ weights: { length: 0 }, corpus });
  const { total, signals } = reward({ imageIds: [2], captions: [finished('two planes')] });
  expect(signals.length![0]).toBe(2);
  expect(total[0]).toBe(0);
});

it('"a tree and a tree": one of four word pairs repeats', () => {
  const reward = composeRewards({ weights: { repetition: 1 }, corpus });
  expect(reward({ imageIds: [1], captions: [finished('a tree and a tree')] }).total[0]).toBeCloseTo(-0.25, 12);
});

it('an image without references and an unknown signal are refused', () => {
  const reward = composeRewards({ weights: { cider: 1 }, corpus });
  expect(() => reward({ imageIds: [3], captions: [[endToken]] })).toThrow('no references');
  expect(() => composeRewards({ weights: { cidr: 1 }, corpus })).toThrow('Known: cider');
});

describe.each(signalCatalog)('$id', (signal) => {
  it('stays within its declared range', () => {
    const reward = composeRewards({ weights: { [signal.id]: 1 }, corpus });
    const captions = ['there is a forest and a river', 'five planes', '', 'a a a a a a a a a a a a a a'].map(finished);
    const { signals } = reward({ imageIds: [1, 2, 1, 2], captions });
    for (const value of signals[signal.id]!) {
      if (Number.isNaN(value)) continue;
      expect(value).toBeGreaterThanOrEqual(signal.range[0]);
      expect(value).toBeLessThanOrEqual(signal.range[1] ?? Number.POSITIVE_INFINITY);
    }
  });
});
