import { expect, it } from 'vitest';
import { metricValue, metricVerdict, signed } from '../../../renderer/features/compare/metric-verdict.ts';

const row = (difference: number | null, higherIsBetter: boolean | null, interval: [number, number] | null = null) => ({
  id: 'm',
  title: 'M',
  description: '',
  higherIsBetter,
  a: 1,
  b: 1,
  difference,
  interval,
});

it('a rise is better only where higher is better', () => {
  expect(metricVerdict(row(0.1, true)).better).toBe('b');
  expect(metricVerdict(row(0.1, false)).better).toBe('a');
  expect(metricVerdict(row(-0.1, false)).better).toBe('b');
});

it('an interval over zero is within chance, one beside it is clear', () => {
  expect(metricVerdict(row(0.18, true, [0.04, 0.33]))).toEqual({ better: 'b', clear: true, words: 'B better' });
  expect(metricVerdict(row(0.05, true, [-0.1, 0.2]))).toEqual({
    better: 'b',
    clear: false,
    words: 'B ahead, within chance',
  });
  expect(metricVerdict(row(-0.2, true, [-0.3, -0.1])).words).toBe('A better');
});

it('not applicable and equal favour nobody', () => {
  expect(metricVerdict(row(null, true)).words).toBe('not applicable');
  expect(metricVerdict(row(0, true)).better).toBe('neither');
});

it('a difference carries a sign unless it rounds to nothing', () => {
  expect(signed(0.18)).toBe('+0.180');
  expect(signed(-0.0214)).toBe('−0.021');
  expect(signed(-0.0001)).toBe('0.000');
  expect(signed(null)).toBe('–');
  expect(metricValue(null)).toBe('–');
});

it('a count is shown as a count', () => {
  expect([metricValue(82), signed(-61), metricValue(1), metricValue(0)]).toEqual(['82', '−61', '1.000', '0.000']);
});

it('a metric without a direction favours nobody', () => {
  expect(metricVerdict(row(-2, null, [-3, -1]))).toEqual({
    better: 'neither',
    clear: false,
    words: 'neither is better',
  });
});
