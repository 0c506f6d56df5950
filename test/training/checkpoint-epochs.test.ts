import { expect, it } from 'vitest';
import { isCheckpointEpoch } from '../../main/training/checkpoint-epochs.ts';

const made = (epochs: number, stepsPerEpoch: number): number[] =>
  Array.from({ length: epochs }, (_, epoch) => epoch).filter((epoch) =>
    isCheckpointEpoch(epoch, epochs, stepsPerEpoch),
  );

it('70 steps an epoch: a checkpoint after each', () => {
  expect(made(3, 70)).toEqual([0, 1, 2]);
});

it('12 steps an epoch: after each third, 36 steps apart, and after the last', () => {
  expect(made(7, 12)).toEqual([2, 5, 6]);
});
