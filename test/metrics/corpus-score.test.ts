import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { metricCatalog, metricEntry } from '../../main/metrics/catalog.ts';
import { scoreCorpus } from '../../main/metrics/corpus-score.ts';
import type { CorpusScores } from '../../main/metrics/corpus-scorer.ts';
import { cocoMetrics } from '../support/shared-data.ts';

const coco = cocoMetrics();
/** The file holds tokenised references: the comma that made one "bat." keep its stop is gone, and is put back. */
const untokenised = (reference: string): string => reference.replace(/ bat\.$/, ' bat.,');
describe.runIf(coco)('coco1000, from raw captions', () => {
  let scored: CorpusScores;
  beforeAll(() => {
    scored = scoreCorpus({
      images: coco!.images.map((image) => ({
        imageId: image.image_id,
        candidate: image.candidate_raw,
        references: image.references.map(untokenised),
      })),
    });
  });

  it('gives the reference’s corpus values to 1e-9, and METEOR without paraphrases between 0.175 and 0.200', () => {
    const { corpus, count } = scored;
    expect(count).toBe(1000);
    for (const order of [1, 2, 3, 4])
      expect(Math.abs(corpus[`bleu_${order}`]! - coco!.corpus.bleu[order - 1]!)).toBeLessThan(1e-9);
    expect(Math.abs(corpus.rouge_l! - coco!.corpus.rouge_l)).toBeLessThan(1e-9);
    expect(Math.abs(corpus.cider! - coco!.corpus.cider)).toBeLessThan(1e-9);
    expect(corpus.meteor).toBeGreaterThan(0.175);
    expect(corpus.meteor).toBeLessThan(0.2);
  });

  it('gives the reference’s value of every image to 1e-9', () => {
    const { images } = scored;
    for (const [at, image] of images.entries()) {
      const expected = coco!.images[at]!;
      const values = [image.bleu_1, image.bleu_2, image.bleu_3, image.bleu_4, image.rouge_l, image.cider] as number[];
      for (const [metric, value] of [...expected.bleu, expected.rouge_l, expected.cider].entries())
        expect(Math.abs(values[metric]! - value)).toBeLessThan(1e-9);
    }
  });
});

const one = { imageId: 1, candidate: 'A river.', references: ['A river.', 'Water.'] };

it('gives only the metrics asked for, under their catalogue ids', () => {
  const { corpus, images } = scoreCorpus({ images: [one], metrics: ['bleu_1', 'mean_length'] });
  expect(Object.keys(corpus)).toEqual(['bleu_1', 'mean_length']);
  expect(images[0]).toMatchObject({ image_id: 1, mean_length: 2 });
});

it('graph metrics are left out without graphs, not reported as 0', () => {
  expect(Object.keys(scoreCorpus({ images: [one] }).corpus)).not.toContain('oversight_rate');
});

it.each([
  ['no images', [], 'nothing to score'],
  ['double ids', [one, one], 'Image 1 is more than once'],
  ['no references', [{ ...one, references: [] }], 'Image 1 is without references'],
  [
    'captions that are not text',
    [{ ...one, candidate: 3 as unknown as string }],
    'Image 1 has a caption that is not text',
  ],
  [
    'several captions that are not text',
    [1, 2].map((imageId) => ({ ...one, imageId, references: [null as unknown as string] })),
    '2 images (1, 2) have a caption that is not text',
  ],
])('%s are refused with a sentence', (_name, images, sentence) => {
  expect(() => scoreCorpus({ images })).toThrow(sentence);
});

it('an unknown metric is refused, listing the known ones', () => {
  expect(() => metricEntry('bleu')).toThrow('bleu_1, bleu_2');
});

it('the catalogue holds no id twice', () => {
  const ids = metricCatalog.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

const caption = fc.oneof(fc.string(), fc.constantFrom('a river', 'two 🚀 planes', '飞机', '', '...'));
const corpusOf = fc.array(
  fc.record({ candidate: caption, references: fc.array(caption, { minLength: 1, maxLength: 3 }) }),
  {
    minLength: 1,
    maxLength: 5,
  },
);
it('any text gives finite scores within range, whatever the order of images', () => {
  fc.assert(
    fc.property(corpusOf, (rows) => {
      const images = rows.map((row, imageId) => ({ imageId, ...row }));
      const { corpus } = scoreCorpus({ images });
      for (const [id, value] of Object.entries(corpus)) {
        const [low, high] = metricEntry(id).range;
        if (value === null) continue;
        expect(Number.isFinite(value)).toBe(true);
        expect(value >= (low ?? Number.NEGATIVE_INFINITY) - 1e-9).toBe(true);
        expect(value <= (high ?? Number.POSITIVE_INFINITY) + 1e-9).toBe(true);
      }
      const reversed = scoreCorpus({ images: [...images].reverse() }).corpus;
      for (const [id, value] of Object.entries(corpus)) {
        if (value === null) expect(reversed[id]).toBeNull();
        else expect(reversed[id]).toBeCloseTo(value, 10);
      }
    }),
  );
});
