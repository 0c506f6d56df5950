import type { MetricRow } from '../../../preload/contract/compare.ts';
import { trueMinus } from '../../app/words/format.ts';

/** The model that a metric favours, and whether the interval of the difference excludes zero. */
export interface MetricVerdict {
  readonly better: 'a' | 'b' | 'neither';
  /** True when the interval is known and excludes zero. */
  readonly clear: boolean;
  /** The verdict in words. */
  readonly words: string;
}

/**
 * Judges one row of the corpus table. A metric without a direction or without both values favours neither model.
 * Example: CIDEr 3.35 and 3.53 with interval [0.04, 0.33] gives better b, clear, "B better".
 */
export function metricVerdict(row: MetricRow): MetricVerdict {
  if (row.difference === null) return { better: 'neither', clear: false, words: 'not applicable' };
  // A difference shown as 0.000 must not be called better.
  if (Number(row.difference.toFixed(3)) === 0) return { better: 'neither', clear: false, words: 'no difference' };
  if (row.higherIsBetter === null) return { better: 'neither', clear: false, words: 'neither is better' };
  const better = row.difference > 0 === row.higherIsBetter ? 'b' : 'a';
  const clear = row.interval !== null && (row.interval[0] > 0 || row.interval[1] < 0);
  const name = better.toUpperCase();
  if (row.interval === null || clear) return { better, clear, words: `${name} better` };
  return { better, clear, words: `${name} ahead, not significant` };
}

/** Returns the decimals of a row: none when both values are counts (captions, words), otherwise three. */
export function digitsOf({ a, b }: Pick<MetricRow, 'a' | 'b'>): number {
  const values = [a, b].filter((value) => value !== null);
  const isCount = values.every(Number.isInteger) && values.some((value) => Math.abs(value) > 1);
  return isCount ? 0 : 3;
}

/** Formats a metric's value; "–" when not applicable. */
export function metricValue(value: number | null, digits = 3): string {
  return value === null ? '–' : trueMinus(value.toFixed(digits));
}

/** Formats a difference with its sign and a true minus: "+0.180", "−0.021", "0.000". */
export function signed(value: number | null, digits = 3): string {
  if (value === null) return '–';
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return value > 0 ? `+${text}` : `−${text}`;
}
