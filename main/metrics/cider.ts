import { maxOrder, type NgramCounts } from './ngrams.ts';

const sigma = 6;
const scale = 10;

/** The candidate's weight of each n-gram, all 0 between calls: a Map made anew for each caption took most of the time. */
let weightOf = new Float64Array(1024);

/** In how many images' references each n-gram occurs, by its id in the index that counted the references. */
export interface DocumentFrequencies {
  readonly images: number;
  readonly counts: Int32Array;
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
      for (const id of ids) {
        if (lastImage[id] === images) continue;
        lastImage[id] = images;
        counts[id]! += 1;
      }
    }
    images += 1;
  }
  return { images, counts };
}

/** A caption as CIDEr sees it: tf-idf weights beside its n-grams, their norm per order, and its number of bigrams. */
export interface CiderVector {
  readonly grams: NgramCounts;
  readonly weights: Float64Array;
  readonly norms: readonly number[];
  readonly bigrams: number;
}

/** Weights a caption's n-grams: raw count × (ln images − ln max(1, document frequency)). Unknown n-grams count as 1. */
export function ciderVector(grams: NgramCounts, frequencies: DocumentFrequencies): CiderVector {
  const logImages = Math.log(frequencies.images);
  const weights = new Float64Array(grams.ids.length);
  const norms: number[] = [];
  let bigrams = 0;
  let from = 0;
  for (let order = 0; order < maxOrder; order += 1) {
    const end = grams.ends[order]!;
    let squares = 0;
    for (let at = from; at < end; at += 1) {
      const frequency = frequencies.counts[grams.ids[at]!] ?? 0;
      const weight = grams.counts[at]! * (logImages - Math.log(Math.max(1, frequency)));
      weights[at] = weight;
      squares += weight * weight;
      if (order === 1) bigrams += grams.counts[at]!;
    }
    norms.push(Math.sqrt(squares));
    from = end;
  }
  return { grams, weights, norms, bigrams };
}

/**
 * CIDEr-D of one caption in [0, 10] (Vedantam et al. 2015), which is what everybody reports as CIDEr: for n = 1…4 the
 * cosine of tf-idf vectors with the candidate's weights clipped to the reference's, times a Gaussian of the difference in
 * length (σ = 6, counted in bigrams), averaged over n and references, × 10. The corpus score is the mean over images.
 * No references throw a RangeError.
 *
 * @example With the evaluated references of a single image as corpus every idf is ln 1 − ln 1 = 0, so the score is 0.
 */
export function cider(candidate: CiderVector, references: readonly CiderVector[]): number {
  if (references.length === 0) throw new RangeError('CIDEr needs at least one reference.');
  const { ids, bound } = candidate.grams;
  if (bound > weightOf.length) weightOf = new Float64Array(bound * 2);
  for (let at = 0; at < ids.length; at += 1) weightOf[ids[at]!] = candidate.weights[at]!;
  let total = 0;
  for (const reference of references) {
    const difference = candidate.bigrams - reference.bigrams;
    const gaussian = Math.exp(-(difference ** 2) / (2 * sigma ** 2));
    let from = 0;
    for (let order = 0; order < maxOrder; order += 1) {
      const end = reference.grams.ends[order]!;
      let product = 0;
      for (let at = from; at < end; at += 1) {
        // 0 where the candidate lacks the n-gram, which adds nothing.
        const own = weightOf[reference.grams.ids[at]!] ?? 0;
        const weight = reference.weights[at]!;
        product += Math.min(own, weight) * weight;
      }
      from = end;
      const norms = candidate.norms[order]! * reference.norms[order]!;
      if (norms !== 0) total += (product / norms) * gaussian;
    }
  }
  for (let at = 0; at < ids.length; at += 1) weightOf[ids[at]!] = 0;
  return (scale * total) / maxOrder / references.length;
}
