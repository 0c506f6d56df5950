import { expect, it } from 'vitest';
import { digitsOf, metricValue, metricVerdict, signed } from '../../../renderer/features/compare/metric-verdict.ts';

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

it('an interval over zero is not significant, one beside it is clear', () => {
  expect(metricVerdict(row(0.18, true, [0.04, 0.33]))).toEqual({ better: 'b', clear: true, words: 'B better' });
  expect(metricVerdict(row(0.05, true, [-0.1, 0.2]))).toEqual({
    better: 'b',
    clear: false,
    words: 'B ahead, not significant',
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

it('a row of counts has no digits after the point, one with a mean has them for both', () => {
  expect([metricValue(82, digitsOf({ a: 82, b: 21 })), signed(-61, digitsOf({ a: 82, b: 21 }))]).toEqual(['82', '−61']);
  expect([digitsOf({ a: 1.5, b: 2 }), digitsOf({ a: 1, b: 0 }), digitsOf({ a: null, b: 3 })]).toEqual([3, 3, 0]);
  expect([metricValue(1), metricValue(-2)]).toEqual(['1.000', '−2.000']);
});

it('a difference that is shown as nothing favours nobody', () => {
  expect(metricVerdict(row(0.0004, true, [-0.1, 0.1]))).toMatchObject({ better: 'neither', words: 'no difference' });
});

it('a metric without a direction favours nobody', () => {
  expect(metricVerdict(row(-2, null, [-3, -1]))).toEqual({
    better: 'neither',
    clear: false,
    words: 'neither is better',
  });
});
