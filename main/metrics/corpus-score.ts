import { AppError } from '../errors/app-error.ts';
import type { ScoredGraph } from './accumulator.ts';
import { CorpusScorer, type CorpusScores, type ScoringOptions } from './corpus-scorer.ts';

/** A caption to score with its references, raw as people write them. */
export interface ScoredImage {
  readonly imageId: number | string;
  readonly candidate: string;
  readonly references: readonly string[];
}

/**
 * Scores a corpus as the coco-caption code does: Penn Treebank tokens, BLEU and METEOR from summed statistics, ROUGE-L and
 * CIDEr as means over images, CIDEr's document frequencies from the evaluated references. Graph metrics are means over the
 * images where they apply, and need `graphs` beside `images`. `metrics` limits the result to some ids.
 *
 * Throws `bad_input`, naming ids and counts, for no images, double ids, images without references and captions that are
 * not text, and for metrics whose needs are not met; `unknown_id` for an unknown metric.
 */
export function scoreCorpus(
  input: Omit<ScoringOptions, 'withGraphs'> & {
    readonly images: readonly ScoredImage[];
    readonly graphs?: readonly ScoredGraph[];
  },
): CorpusScores {
  const { images, graphs, ...options } = input;
  checkImages(images);
  const scorer = new CorpusScorer({ ...options, withGraphs: graphs !== undefined });
  for (const [at, image] of images.entries()) scorer.add(image, graphs?.[at] ?? null);
  return scorer.scores();
}

function checkImages(images: readonly ScoredImage[]): void {
  if (images.length === 0) throw new AppError('bad_input', 'There is nothing to score: no images were given.');
  const seen = new Set<number | string>();
  const twice: (number | string)[] = [];
  const without: (number | string)[] = [];
  const noText: (number | string)[] = [];
  for (const { imageId, candidate, references } of images) {
    if (seen.has(imageId)) twice.push(imageId);
    seen.add(imageId);
    if (references.length === 0) without.push(imageId);
    if (typeof candidate !== 'string' || references.some((reference) => typeof reference !== 'string'))
      noText.push(imageId);
  }
  if (noText.length > 0)
    throw new AppError('bad_input', `${listed(noText, 'has', 'have')} a caption that is not text.`);
  if (twice.length > 0)
    throw new AppError('bad_input', `${listed(twice, 'is', 'are')} more than once among the candidates.`);
  if (without.length > 0) throw new AppError('bad_input', `${listed(without, 'is', 'are')} without references.`);
}

/** "3 images (7, 9, 12) are" */
function listed(ids: readonly (number | string)[], singular: string, plural: string): string {
  const shown = ids.slice(0, 5).join(', ') + (ids.length > 5 ? ', …' : '');
  return ids.length === 1 ? `Image ${shown} ${singular}` : `${ids.length} images (${shown}) ${plural}`;
}
