/**
 * Exponentially smoothed copy of `values`, `(number | null)[N]`, corrected for its start so that the first value stays
 * itself; a null stays null and is passed over. `weight` in [0, 1) is what the past counts.
 *
 * Same correction as Adam's moments (Kingma & Ba 2015, section 3). Example: `smooth([2, 4], 0.5)` is [2, 3.333…]:
 * (0.5·1 + 0.5·4) ÷ (1 − 0.25) = 2.5 ÷ 0.75.
 */
export function smooth(values: readonly (number | null)[], weight: number): (number | null)[] {
  let average = 0;
  let remaining = 1;
  return values.map((value) => {
    if (value === null) return null;
    average = weight * average + (1 - weight) * value;
    remaining *= weight;
    return average / (1 - remaining);
  });
}

/**
 * How strongly to smooth `count` points so that the line follows about a thirtieth of the run: in [0, 0.98].
 * Example: 300 points look back over 10, a weight of 0.9.
 */
export function smoothingWeight(count: number): number {
  const window = Math.max(1, count / 30);
  return Math.min(0.98, 1 - 1 / window);
}
