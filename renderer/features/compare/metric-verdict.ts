import type { MetricRow } from '../../../preload/contract/compare.ts';
import { trueMinus } from '../../app/words/format.ts';

/** Which model a metric favours, and whether the interval of the difference leaves zero out. */
export interface MetricVerdict {
  readonly better: 'a' | 'b' | 'neither';
  /** True when the interval is known and on one side of zero. */
  readonly clear: boolean;
  /** The verdict as words, for the cell and for a screen reader. */
  readonly words: string;
}

/**
 * Reads one row of the corpus table. A metric with neither direction nor both values favours nobody.
 * Example: CIDEr 3.35 and 3.53 with interval [0.04, 0.33] gives better b, clear, "B better".
 */
export function metricVerdict(row: MetricRow): MetricVerdict {
  if (row.difference === null) return { better: 'neither', clear: false, words: 'not applicable' };
  // What is shown as 0.000 must not be called better.
  if (Number(row.difference.toFixed(3)) === 0) return { better: 'neither', clear: false, words: 'no difference' };
  if (row.higherIsBetter === null) return { better: 'neither', clear: false, words: 'neither is better' };
  const better = row.difference > 0 === row.higherIsBetter ? 'b' : 'a';
  const clear = row.interval !== null && (row.interval[0] > 0 || row.interval[1] < 0);
  const name = better.toUpperCase();
  if (row.interval === null || clear) return { better, clear, words: `${name} better` };
  return { better, clear, words: `${name} ahead, within chance` };
}

/** Digits after the point in a row: none where both models have a count (of captions, of words), else three. */
export function digitsOf({ a, b }: Pick<MetricRow, 'a' | 'b'>): number {
  const values = [a, b].filter((value) => value !== null);
  const isCount = values.every(Number.isInteger) && values.some((value) => Math.abs(value) > 1);
  return isCount ? 0 : 3;
}

/** A metric's value, "–" where it does not apply. */
export function metricValue(value: number | null, digits = 3): string {
  return value === null ? '–' : trueMinus(value.toFixed(digits));
}

/** A difference with its sign, a true minus for negatives: "+0.180", "−0.021", "0.000". */
export function signed(value: number | null, digits = 3): string {
  if (value === null) return '–';
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return value > 0 ? `+${text}` : `−${text}`;
}
