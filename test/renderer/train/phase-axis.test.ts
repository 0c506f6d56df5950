import { expect, it } from 'vitest';
import { neededRange, phaseAxis, position } from '../../../renderer/features/train/phase-axis.ts';

const crossEntropy = (epoch: number) => ({ phase: 'cross-entropy' as const, epoch });
const scst = (epoch: number) => ({ phase: 'scst' as const, epoch });

it('SCST counted anew is put after cross-entropy', () => {
  const axis = phaseAxis([crossEntropy(0.1), crossEntropy(12), scst(0.1), scst(3)]);
  expect(axis).toEqual({ scstOffset: 12, boundary: 12 });
  expect(position(axis, scst(3))).toBe(15);
  expect(position(axis, crossEntropy(3))).toBe(3);
});

it('SCST counted on is left where it is', () => {
  const axis = phaseAxis([crossEntropy(12), scst(12.1), scst(15)]);
  expect(axis).toEqual({ scstOffset: 0, boundary: 12 });
  expect(position(axis, scst(15))).toBe(15);
});

it('one phase alone has no boundary', () => {
  expect(phaseAxis([crossEntropy(1), crossEntropy(2)]).boundary).toBeNull();
  expect(phaseAxis([scst(1)])).toEqual({ scstOffset: 0, boundary: null });
});

it('a chart of one phase alone gets that phase’s part of the axis', () => {
  const axis = { scstOffset: 12, boundary: 12 };
  expect(neededRange(axis, [0, 15], 'scst', 'scst')).toEqual([12, 15]);
  expect(neededRange(axis, [0, 15], 'cross-entropy', 'cross-entropy')).toEqual([0, 12]);
  expect(neededRange(axis, [0, 15], 'cross-entropy', 'scst')).toEqual([0, 15]);
  expect(neededRange({ scstOffset: 0, boundary: null }, [0, 3], 'scst', 'scst')).toEqual([0, 3]);
});
