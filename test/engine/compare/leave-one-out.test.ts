import { expect, it } from 'vitest';
import { leaveOneOut, meanScores } from '../../../main/engine/compare/leave-one-out.ts';
import { scoreCorpus } from '../../../main/metrics/corpus-score.ts';
import { sharedJson } from '../../support/shared-data.ts';

it('each reference is judged by the others in turn; a model is judged by the same; fewer references begin again', () => {
  const rounds = leaveOneOut([
    { imageId: 1, candidate: null, references: ['a', 'b', 'c'] },
    { imageId: 2, candidate: 'm', references: ['x', 'y'] },
  ]);
  expect(rounds.map(([first]) => [first!.candidate, ...first!.references].join(' '))).toEqual([
    'a b c',
    'b a c',
    'c a b',
  ]);
  expect(rounds.map(([, second]) => [second!.candidate, ...second!.references].join(' '))).toEqual([
    'm y',
    'm x',
    'm y',
  ]);
});

it('the mean of rounds is taken by metric and image', () => {
  const score = (candidate: string) =>
    scoreCorpus({ images: [{ imageId: 1, candidate, references: ['a red car on a road'] }] });
  // Unigrams: 2 of 2 ("red car") and 1 of 3 ("red big tree"), with 2 and 3 words against 6.
  const merged = meanScores([score('red car'), score('red big tree')]);
  expect(merged.corpus.bleu_1).toBeCloseTo((Math.exp(1 - 6 / 2) + (1 / 3) * Math.exp(1 - 6 / 3)) / 2, 6);
  expect(merged.corpus.mean_length).toBe(2.5);
  expect(merged.images[0]!.mean_length).toBe(2.5);
});

interface Karpathy {
  readonly images: readonly { imgid: number; split: string; sentences: readonly { raw: string }[] }[];
}
const ucm = sharedJson<Karpathy>('data/ucm-captions/dataset.json');
it.runIf(ucm)('people reach a CIDEr of 3.85 and a BLEU-4 of 0.764 on the val split of UCM', () => {
  const images = ucm!.images
    .filter(({ split }) => split === 'val')
    .map(({ imgid, sentences }) => ({ imageId: imgid, candidate: null, references: sentences.map(({ raw }) => raw) }));
  const metrics = ['cider', 'bleu_4'];
  const { corpus } = meanScores(leaveOneOut(images).map((round) => scoreCorpus({ images: round, metrics })));
  expect(corpus.cider).toBeCloseTo(3.85, 2);
  expect(corpus.bleu_4).toBeCloseTo(0.764, 2);
});
