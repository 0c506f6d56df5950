import { type MetricAccumulator, type MetricValues, meansOf, type PreparedImage } from './accumulator.ts';
import { maxOrder, type NgramCounts, type NgramIndex } from './ngrams.ts';

const sigma = 6;
const scale = 10;

/** The candidate's weight of each n-gram, all 0 between calls: a Map made anew for each caption took most of the time. */
let weightOf = new Float64Array(1024);

/** In how many images' references each n-gram occurs, by its id in the index that counted the references. */
export interface DocumentFrequencies {
  readonly images: number;
  readonly counts: Int32Array;
  /** ln images − ln max(1, count), by id. */
  readonly idf: Float64Array;
  /** The same of n-grams beyond the arrays, which no image has. */
  readonly unseenIdf: number;
}

/** Document frequencies over images: an n-gram counts once an image, however many of its references have it. */
export function documentFrequencies(
  references: Iterable<readonly NgramCounts[]>,
  indexSize: number,
): DocumentFrequencies {
  const counts = new Int32Array(indexSize);
  const lastImage = new Int32Array(indexSize).fill(-1);
  let images = 0;
  for (const ofImage of references) {
    for (const { ids } of ofImage) {
      for (let at = 0; at < ids.length; at += 1) {
        const id = ids[at]!;
        if (lastImage[id] === images) continue;
        lastImage[id] = images;
        counts[id]! += 1;
      }
    }
    images += 1;
  }
  const unseenIdf = Math.log(images);
  const idf = Float64Array.from(counts, (count) => unseenIdf - Math.log(Math.max(1, count)));
  return { images, counts, idf, unseenIdf };
}

/** A caption as CIDEr sees it: the norms of its tf-idf vectors, by order, and its number of bigrams. */
export interface CiderVector {
  readonly grams: NgramCounts;
  readonly frequencies: DocumentFrequencies;
  readonly norms: readonly number[];
  readonly bigrams: number;
}

/** Weighs a caption's n-grams: raw count × (ln images − ln max(1, document frequency)). Unknown n-grams count as 1. */
export function ciderVector(grams: NgramCounts, frequencies: DocumentFrequencies): CiderVector {
  const { ids, counts, ends } = grams;
  const { idf, unseenIdf } = frequencies;
  const norms: number[] = [];
  let bigrams = 0;
  let from = 0;
  for (let order = 0; order < maxOrder; order += 1) {
    const end = ends[order]!;
    let squares = 0;
    for (let at = from; at < end; at += 1) {
      const weight = counts[at]! * (idf[ids[at]!] ?? unseenIdf);
      squares += weight * weight;
      if (order === 1) bigrams += counts[at]!;
    }
    norms.push(Math.sqrt(squares));
    from = end;
  }
  return { grams, frequencies, norms, bigrams };
}

/**
 * CIDEr of one caption in [0, 10] (Vedantam et al. 2015). The variant `d` is CIDEr-D, which is what everybody reports as
 * CIDEr: for n = 1…4 the cosine of tf-idf vectors with the candidate's weights clipped to the reference's, times a
 * Gaussian of the difference in length (σ = 6, counted in bigrams), averaged over n and references, × 10. The variant
 * `original` is the paper's first definition, without clipping and Gaussian. The corpus score is the mean over images.
 * No references throw a RangeError.
 *
 * @example With the evaluated references of a single image as corpus every idf is ln 1 − ln 1 = 0, so the score is 0.
 * @example "a b x y" against "a b" where every idf is ln 2: cosines 1/√2 and 1/√3 of orders 1 and 2, 0 of 3 and 4, and two
 * bigrams too many: 10 ÷ 4 · (0.7071 + 0.5774) = 3.211, × exp(−4/72) = 3.038 for CIDEr-D.
 */
export function cider(
  candidate: CiderVector,
  references: readonly CiderVector[],
  variant: 'd' | 'original' = 'd',
): number {
  if (references.length === 0) throw new RangeError('CIDEr needs at least one reference.');
  const { ids, counts, bound } = candidate.grams;
  const { idf, unseenIdf } = candidate.frequencies;
  if (bound > weightOf.length) weightOf = new Float64Array(bound * 2);
  for (let at = 0; at < ids.length; at += 1) weightOf[ids[at]!] = counts[at]! * (idf[ids[at]!] ?? unseenIdf);
  let total = 0;
  for (const reference of references) {
    const difference = candidate.bigrams - reference.bigrams;
    const gaussian = variant === 'd' ? Math.exp(-(difference ** 2) / (2 * sigma ** 2)) : 1;
    const { ids: own, counts: times, ends } = reference.grams;
    let from = 0;
    for (let order = 0; order < maxOrder; order += 1) {
      const end = ends[order]!;
      let product = 0;
      for (let at = from; at < end; at += 1) {
        const id = own[at]!;
        // 0 where the candidate lacks the n-gram, which adds nothing.
        const weight = weightOf[id] ?? 0;
        if (weight === 0) continue;
        const other = times[at]! * (idf[id] ?? unseenIdf);
        product += (variant === 'd' ? Math.min(weight, other) : weight) * other;
      }
      from = end;
      const norms = candidate.norms[order]! * reference.norms[order]!;
      if (norms !== 0) total += (product / norms) * gaussian;
    }
  }
  for (let at = 0; at < ids.length; at += 1) weightOf[ids[at]!] = 0;
  return (scale * total) / maxOrder / references.length;
}

/**
 * CIDEr-D and CIDEr of a stream of images, as `cider` and `cider_original`. Without `frequencies` the references of all
 * images added are the corpus, so every image's score changes as more come in: only their n-grams are kept, and scores are
 * computed when asked for.
 */
export class CiderAccumulator implements MetricAccumulator {
  readonly #index: NgramIndex;
  readonly #frequencies: DocumentFrequencies | null;
  readonly #variants: readonly (readonly [id: string, variant: 'd' | 'original'])[];
  readonly #candidates: NgramCounts[] = [];
  readonly #references: (readonly NgramCounts[])[] = [];
  #scored: readonly MetricValues[] = [];

  /** `index` is the one that counts the images' n-grams; `original` asks for the second metric. */
  constructor(index: NgramIndex, options: { frequencies?: DocumentFrequencies | null; original?: boolean } = {}) {
    this.#index = index;
    this.#frequencies = options.frequencies ?? null;
    this.#variants = options.original
      ? [
          ['cider', 'd'],
          ['cider_original', 'original'],
        ]
      : [['cider', 'd']];
  }

  add({ candidate, references }: PreparedImage): void {
    this.#candidates.push(candidate.grams);
    this.#references.push(references.map(({ grams }) => grams));
  }

  corpus(): MetricValues {
    return meansOf(
      this.#variants.map(([id]) => id),
      this.images(),
    );
  }

  images(): readonly MetricValues[] {
    if (this.#scored.length === this.#candidates.length) return this.#scored;
    const frequencies = this.#frequencies ?? documentFrequencies(this.#references, this.#index.size);
    this.#scored = this.#candidates.map((grams, at) => {
      const candidate = ciderVector(grams, frequencies);
      const references = this.#references[at]!.map((reference) => ciderVector(reference, frequencies));
      return Object.fromEntries(this.#variants.map(([id, variant]) => [id, cider(candidate, references, variant)]));
    });
    return this.#scored;
  }
}
