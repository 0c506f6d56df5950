/**
 * Returns a smoothed copy of `values`, `(number | null)[N]`: the mean over `radius` points on either side, taken
 * twice so that near points weigh more. Centred, so that the line does not trail behind a falling loss; the ends
 * average the points they have. A null stays null and is left out of the means.
 *
 * Example: `smooth([0, 3, 0], 1)` first gives [1.5, 1, 1.5], then [1.25, 1.333…, 1.25].
 */
export function smooth(values: readonly (number | null)[], radius: number): (number | null)[] {
  return radius < 1 ? [...values] : windowMean(windowMean(values, radius), radius);
}

/** Takes means by running sums, so that the cost does not grow with the radius. */
function windowMean(values: readonly (number | null)[], radius: number): (number | null)[] {
  const sums = new Float64Array(values.length + 1);
  const counts = new Uint32Array(values.length + 1);
  values.forEach((value, index) => {
    sums[index + 1] = (sums[index] as number) + (value ?? 0);
    counts[index + 1] = (counts[index] as number) + (value === null ? 0 : 1);
  });
  return values.map((value, index) => {
    if (value === null) return null;
    const start = Math.max(0, index - radius);
    const end = Math.min(values.length, index + radius + 1);
    return ((sums[end] as number) - (sums[start] as number)) / ((counts[end] as number) - (counts[start] as number));
  });
}

/** Returns the smoothing radius for `count` points: a sixtieth of them. Example: 300 give 5; fewer than 60 give 0. */
export function smoothingRadius(count: number): number {
  return Math.floor(count / 60);
}
