import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanApplicable } from '../../main/metrics/accumulator.ts';
import { addBleuStatistics, bleu, noBleuStatistics } from '../../main/metrics/bleu.ts';
import { metricCatalog, metricTitle } from '../../main/metrics/catalog.ts';
import { scoreCorpus } from '../../main/metrics/corpus-score.ts';
import { CorpusScorer } from '../../main/metrics/corpus-scorer.ts';
import { addMeteorStatistics, meteor, noMeteorStatistics } from '../../main/metrics/meteor/meteor.ts';
import { compareGraphs } from '../../main/scene-graph/compare.ts';
import { createRuleParser } from '../../main/scene-graph/rule-parser.ts';

const caption = fc
  .array(fc.constantFrom('a', 'river', 'rivers', 'plane', 'airplanes', 'near', 'two', 'of', '飞机', '🚀', "isn't"), {
    maxLength: 9,
  })
  .map((tokens) => tokens.join(' '));
const corpusOf = fc
  .array(fc.record({ candidate: caption, references: fc.array(caption, { minLength: 1, maxLength: 4 }) }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((rows) => rows.map((row, at) => ({ imageId: at, ...row })));
const all = metricCatalog.filter(({ needs }) => needs !== 'graphs').map(({ id }) => id);
const train = ['a river', 'two airplanes near a river'];
const score = (images: readonly { imageId: number; candidate: string; references: readonly string[] }[]) =>
  scoreCorpus({ images, metrics: all, train });

function expectSame(a: Readonly<Record<string, number | null>>, b: Readonly<Record<string, number | null>>): void {
  expect(Object.keys(a)).toEqual(Object.keys(b));
  for (const [id, value] of Object.entries(a)) {
    if (value === null) expect(b[id], id).toBeNull();
    else expect(b[id], id).toBeCloseTo(value, 9);
  }
}

describe('any corpus', () => {
  it('scores the same whatever the order of its images and of their references', () => {
    fc.assert(
      fc.property(corpusOf, fc.infiniteStream(fc.nat()), (images, keys) => {
        const order = images.map((image) => ({ image, key: keys.next().value as number }));
        const shuffled = order
          .toSorted((a, b) => a.key - b.key)
          .map(({ image }) => ({ ...image, references: [...image.references].reverse() }));
        expectSame(score(shuffled).corpus, score(images).corpus);
      }),
    );
  });

  it('has the greatest score where every candidate is a reference, in each image and in the corpus', () => {
    fc.assert(
      fc.property(corpusOf, (images) => {
        const copied = images.map((image) => ({ ...image, candidate: image.references[0]! }));
        const { corpus, images: scores } = score(copied);
        for (const [at, image] of copied.entries()) {
          const words = scores[at]!.mean_length as number;
          if (words === 0) continue;
          expect(scores[at]!.bleu_1, image.candidate).toBeCloseTo(1, 6);
          expect(scores[at]!.rouge_l).toBeCloseTo(1, 12);
          expect(scores[at]!.meteor).toBe(1);
          if (words >= 4) expect(scores[at]!.bleu_4).toBeCloseTo(1, 6);
        }
        if (scores.every((image) => (image.mean_length as number) >= 4)) {
          expect(corpus.bleu_4).toBeCloseTo(1, 6);
          expect(corpus.rouge_l).toBeCloseTo(1, 12);
        }
      }),
    );
  });

  it('has CIDEr 10 where every candidate is its only reference and says what no other does', () => {
    const lengths = fc.array(fc.integer({ min: 4, max: 9 }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(lengths, (counts) => {
        const images = counts.map((count, imageId) => {
          const text = Array.from({ length: count }, (_, at) => `word${imageId}x${at % 6}`).join(' ');
          return { imageId, candidate: text, references: [text] };
        });
        const { corpus } = score(images);
        expect(corpus.cider).toBeCloseTo(10, 9);
        expect(corpus.cider_original).toBeCloseTo(10, 9);
      }),
    );
  });

  it('has the sum of its images’ BLEU and METEOR statistics, and the mean of their other scores', () => {
    fc.assert(
      fc.property(corpusOf, (images) => {
        const scores = score(images);
        const { corpus } = scores;
        const summed = bleu(scores.bleuStatistics.reduce(addBleuStatistics, noBleuStatistics));
        for (const order of [1, 2, 3, 4]) expect(corpus[`bleu_${order}`]).toBe(summed[order - 1]);
        expect(corpus.meteor).toBe(meteor(scores.meteorStatistics.reduce(addMeteorStatistics, noMeteorStatistics)));
        for (const id of [
          'rouge_l',
          'cider',
          'cider_original',
          'mean_length',
          'bad_ending_rate',
          'verbatim_from_train',
        ])
          expect(corpus[id]).toBeCloseTo(meanApplicable(scores.images.map((image) => image[id] as number))!, 12);
      }),
    );
  });

  it('scores the same in a stream as at once, at every point of the stream', () => {
    fc.assert(
      fc.property(corpusOf, (images) => {
        const scorer = new CorpusScorer({ metrics: all, train });
        for (const [at, image] of images.entries()) {
          scorer.add(image);
          expect(scorer.scores()).toEqual(score(images.slice(0, at + 1)));
        }
      }),
      { numRuns: 30 },
    );
  });
});

it('graph metrics of a stream: what does not apply to an image stays out of the mean', () => {
  const parser = createRuleParser();
  const scorer = new CorpusScorer({ metrics: ['count_error', 'count_bias', 'sde', 'graph_f1'], withGraphs: true });
  const add = (imageId: number, candidate: string, ...references: string[]) => {
    const [graph, ...others] = parser.parseSync([candidate, ...references]);
    scorer.add(
      { imageId, candidate, references },
      { graph: graph!, comparison: compareGraphs(graph!, others), references: others },
    );
  };
  add(1, 'four planes and three buildings', 'five planes and one building');
  add(2, 'a river', 'a river');
  const { corpus, images } = scorer.scores();
  expect(images[0]).toEqual({ image_id: 1, count_error: 1.5, count_bias: 0.5, sde: 1, graph_f1: 0.5 });
  expect(images[1]).toEqual({ image_id: 2, count_error: null, count_bias: null, sde: 1, graph_f1: 1 });
  expect(corpus).toEqual({ count_error: 1.5, count_bias: 0.5, sde: 1, graph_f1: 0.75 });
});

it('a metric whose needs are not met is refused by name', () => {
  expect(() => new CorpusScorer({ metrics: ['sde'] })).toThrow('"sde" needs scene graphs');
  expect(() => new CorpusScorer({ metrics: ['verbatim_from_train'] })).toThrow('needs the train captions');
  expect(() => new CorpusScorer({ metrics: ['spice'] })).toThrow('There is no metric "spice"');
});

it('METEOR is never called so without a table of paraphrases', () => {
  expect(metricTitle('meteor')).toBe('METEOR (exact, stem, synonym)');
  expect(metricTitle('meteor', { paraphrases: true })).toBe('METEOR');
});

it('every metric has a title of its own, a source and a range the right way round', () => {
  expect(new Set(metricCatalog.map(({ title }) => title)).size).toBe(metricCatalog.length);
  for (const { source, range, description } of metricCatalog) {
    expect(source).not.toBe('');
    expect(description).toMatch(/\.$/);
    expect(range[0] ?? Number.NEGATIVE_INFINITY).toBeLessThan(range[1] ?? Number.POSITIVE_INFINITY);
  }
});
