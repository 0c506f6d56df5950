import { expect, it } from 'vitest';
import { captionHealth, hasBadEnding } from '../../main/metrics/diversity.ts';
import { tokenizePtb } from '../../main/text/ptb-tokenizer.ts';
import { sharedJson } from '../support/shared-data.ts';
import { words } from './support.ts';

it('"a b a" and "a b": distinct-1 = 2/5, distinct-2 = 2/3, mean length 2.5', () => {
  const health = captionHealth([words('a b a'), words('a b')]);
  expect(health).toMatchObject({
    distinctCaptions: 2,
    distinct1: 2 / 5,
    distinct2: 2 / 3,
    vocabulary: 2,
    meanLength: 2.5,
  });
});

it.each([
  ['a plane on the', true],
  ['two planes', false],
  ['', true],
  ['some houses beside', false],
  ['cars parked there', false],
])('%j ends badly: %s', (caption, bad) => {
  expect(hasBadEnding(words(caption))).toBe(bad);
});

it('one of two captions stands in train word for word', () => {
  expect(captionHealth([words('a river'), words('a road')], [words('a river'), words('trees')]).verbatimFromTrain).toBe(
    0.5,
  );
});

it('no captions have no shares', () => {
  expect(captionHealth([])).toMatchObject({
    distinct1: null,
    meanLength: null,
    badEndingRate: null,
    verbatimFromTrain: null,
  });
});

const ucm = sharedJson<{ images: { sentences: { raw: string }[] }[] }>('data/ucm-captions/dataset.json');

it.runIf(ucm)('none of the captions that people wrote for UCM ends badly', () => {
  const captions = ucm!.images.flatMap(({ sentences }) => sentences.map(({ raw }) => raw));
  expect(captions).toHaveLength(9450);
  expect(captions.filter((caption) => hasBadEnding(tokenizePtb(caption)))).toEqual([]);
});
