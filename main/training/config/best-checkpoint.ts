/** Scores of a checkpoint by metric id; `cider` is absent where there was nothing to judge it by. */
interface Judged {
  readonly metrics: Readonly<Record<string, number>>;
}

/**
 * Whether a new checkpoint takes the place of the best one so far, by the CIDEr of its greedy validation captions. Without
 * validation images the latest is all that can be said to be best.
 */
export function isBestSoFar({ metrics }: Judged, best: Judged | undefined): boolean {
  return (metrics.cider ?? Number.POSITIVE_INFINITY) >= (best?.metrics.cider ?? Number.NEGATIVE_INFINITY);
}
