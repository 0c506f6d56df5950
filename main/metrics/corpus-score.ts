import type { GraphComparison, SceneGraph } from '../../preload/contract/scene-graph.ts';
import { AppError } from '../errors/app-error.ts';
import { tokenizePtb } from '../text/ptb-tokenizer.ts';
import { addBleuStatistics, type BleuStatistics, bleu, bleuStatistics, noBleuStatistics } from './bleu.ts';
import { metricCatalog, metricEntry } from './catalog.ts';
import { cider, ciderVector, documentFrequencies } from './cider.ts';
import { graphRates } from './graph-metrics.ts';
import { NgramIndex } from './ngrams.ts';
import { rougeL } from './rouge-l.ts';

/** A caption to score with its references, raw as people write them. */
export interface ScoredImage {
  readonly imageId: number | string;
  readonly candidate: string;
  readonly references: readonly string[];
}

/** The candidate's graph and its comparison with the references', where graph metrics are wanted. */
export interface ScoredGraph {
  readonly graph: SceneGraph;
  readonly comparison: GraphComparison;
}

/** Scores of one image by metric id; `null` where a metric does not apply. */
export type ImageScores = { readonly image_id: number | string } & Readonly<Record<string, number | string | null>>;

export interface CorpusScores {
  readonly corpus: Readonly<Record<string, number | null>>;
  readonly images: readonly ImageScores[];
  readonly count: number;
  /** What the corpus' BLEU is made of, image by image: resampling needs it. */
  readonly bleuStatistics: readonly BleuStatistics[];
}

const graphMetrics = ['oversight_rate', 'hallucination_rate'];

/**
 * Scores a corpus as the coco-caption code does: Penn Treebank tokens, BLEU from summed statistics, ROUGE-L and CIDEr as
 * means over images, CIDEr's document frequencies from the evaluated references. Graph metrics are means over the images
 * where they apply, and need `graphs` beside `images`. `metrics` limits the result to some ids.
 *
 * Throws `bad_input`, naming ids and counts, for no images, double ids, images without references and captions that are
 * not text; `unknown_id` for an unknown metric.
 */
export function scoreCorpus(input: {
  readonly images: readonly ScoredImage[];
  readonly graphs?: readonly ScoredGraph[];
  readonly metrics?: readonly string[];
}): CorpusScores {
  const { images, graphs } = input;
  const wanted = new Set((input.metrics ?? defaultMetrics(graphs !== undefined)).map((id) => metricEntry(id).id));
  checkImages(images);
  const index = new NgramIndex();
  const tokens = images.map(({ candidate, references }) => ({
    candidate: tokenizePtb(candidate),
    references: references.map(tokenizePtb),
  }));
  const candidates = tokens.map(({ candidate }) => index.count(candidate));
  const references = tokens.map((image) => image.references.map((reference) => index.count(reference)));
  const frequencies = documentFrequencies(references, index.size);
  const statistics = candidates.map((candidate, at) => bleuStatistics(candidate, references[at]!));

  const scores = images.map(({ imageId }, at): ImageScores => {
    const [bleu1, bleu2, bleu3, bleu4] = bleu(statistics[at]!);
    const graph = graphs?.[at];
    const rates = graph && graphRates(graph.graph, graph.comparison);
    const all: Record<string, number | null> = {
      bleu_1: bleu1,
      bleu_2: bleu2,
      bleu_3: bleu3,
      bleu_4: bleu4,
      rouge_l: wanted.has('rouge_l') ? rougeL(tokens[at]!.candidate, tokens[at]!.references) : 0,
      cider: wanted.has('cider')
        ? cider(
            ciderVector(candidates[at]!, frequencies),
            references[at]!.map((reference) => ciderVector(reference, frequencies)),
          )
        : 0,
      oversight_rate: rates?.oversight ?? null,
      hallucination_rate: rates?.hallucination ?? null,
      mean_length: tokens[at]!.candidate.length,
    };
    return { image_id: imageId, ...only(all, wanted) };
  });

  const total = bleu(statistics.reduce(addBleuStatistics, noBleuStatistics));
  const corpus: Record<string, number | null> = {};
  for (const id of wanted) {
    const order = /^bleu_(\d)$/.exec(id)?.[1];
    corpus[id] = order ? total[Number(order) - 1]! : meanApplicable(scores.map((image) => image[id] as number | null));
  }
  return { corpus, images: scores, count: images.length, bleuStatistics: statistics };
}

function defaultMetrics(withGraphs: boolean): string[] {
  return metricCatalog.map(({ id }) => id).filter((id) => withGraphs || !graphMetrics.includes(id));
}

function only<T>(record: Readonly<Record<string, T>>, ids: ReadonlySet<string>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([id]) => ids.has(id)));
}

/** Mean of the values that apply, null when none does. */
function meanApplicable(values: readonly (number | null)[]): number | null {
  const applicable = values.filter((value) => value !== null);
  return applicable.length === 0 ? null : applicable.reduce((a, b) => a + b, 0) / applicable.length;
}

function checkImages(images: readonly ScoredImage[]): void {
  if (images.length === 0) throw new AppError('bad_input', 'There is nothing to score: no images were given.');
  const seen = new Set<number | string>();
  const twice: (number | string)[] = [];
  const without: (number | string)[] = [];
  for (const { imageId, candidate, references } of images) {
    if (seen.has(imageId)) twice.push(imageId);
    seen.add(imageId);
    if (references.length === 0) without.push(imageId);
    if (typeof candidate !== 'string' || references.some((reference) => typeof reference !== 'string')) {
      throw new AppError('bad_input', `Image ${imageId} has a caption that is not text.`);
    }
  }
  if (twice.length > 0) throw new AppError('bad_input', `${listed(twice)} more than once among the candidates.`);
  if (without.length > 0) throw new AppError('bad_input', `${listed(without)} without references.`);
}

/** "3 images (7, 9, 12) are" */
function listed(ids: readonly (number | string)[]): string {
  const shown = ids.slice(0, 5).join(', ') + (ids.length > 5 ? ', …' : '');
  return ids.length === 1 ? `Image ${shown} is` : `${ids.length} images (${shown}) are`;
}
