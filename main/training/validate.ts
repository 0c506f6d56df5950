import { captionImages } from '../generation/caption-images.ts';
import { sentence } from '../generation/sentence.ts';
import { scoreCorpus } from '../metrics/corpus-score.ts';
import type { Captioner } from '../models/captioner.ts';
import type { FeatureStore } from '../models/features/feature-store.ts';
import type { Parse } from '../rewards/corpus.ts';
import { compareGraphs } from '../scene-graph/compare.ts';

/** An image to judge a model by. */
export interface ValidationImage {
  readonly id: number;
  readonly captions: readonly string[];
  /** Detectors' counts in it. */
  readonly detected?: Readonly<Record<string, number>> | undefined;
}

export interface Validation {
  /** Corpus scores by metric id; what does not apply is absent. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly captions: readonly { readonly imageId: number; readonly caption: string }[];
}

/** Greedy captions of the images and their scores: the metrics of the catalogue. */
export async function validate(options: {
  readonly model: Captioner;
  readonly store: FeatureStore;
  readonly images: readonly ValidationImage[];
  readonly maxNewTokens: number;
  readonly parse: Parse;
  readonly imagesAtOnce: number;
  readonly onBatch: () => Promise<void>;
}): Promise<Validation> {
  const { model, images, parse } = options;
  const sequences = await captionImages(
    model,
    options.store,
    images.map(({ id }) => id),
    {
      strategy: 'greedy',
      beams: 1,
      temperature: 1,
      maxNewTokens: options.maxNewTokens,
      seed: 1,
      imagesAtOnce: options.imagesAtOnce,
    },
    options.onBatch,
  );
  const words = sequences.map(({ tokens }) => model.words(tokens));
  const captions = images.map(({ id }, at) => ({ imageId: id, caption: sentence(words[at]!) }));
  if (images.length === 0) return { metrics: {}, captions };
  const graphs = captions.map(({ caption }, at) => {
    const [graph, ...references] = parse([caption, ...images[at]!.captions]);
    const { detected = {} } = images[at]!;
    return { graph: graph!, comparison: compareGraphs(graph!, references, { imageCounts: detected }), references };
  });
  const scored = images.map((image, at) => ({
    imageId: image.id,
    candidate: captions[at]!.caption,
    references: image.captions,
  }));
  const { corpus } = scoreCorpus({ images: scored, graphs });
  const metrics: Record<string, number> = {};
  for (const [id, value] of Object.entries(corpus)) if (value !== null) metrics[id] = value;
  return { metrics, captions };
}
