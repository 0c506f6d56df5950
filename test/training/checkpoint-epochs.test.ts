import { expect, it } from 'vitest';
import { isCheckpointEpoch } from '../../main/training/checkpoint-epochs.ts';

/** The epochs, from 1, after which a checkpoint is made. */
const checkpointsOf = (epochs: number, stepsPerEpoch: number): number[] =>
  Array.from({ length: epochs }, (_, epoch) => epoch).flatMap((epoch) =>
    isCheckpointEpoch(epoch, epochs, stepsPerEpoch) ? [epoch + 1] : [],
  );

it('epochs of 30 steps and more each end with a checkpoint', () => {
  expect(checkpointsOf(4, 30)).toEqual([1, 2, 3, 4]);
  expect(checkpointsOf(3, 1000)).toEqual([1, 2, 3]);
});

it('shorter epochs have one every 30 steps, and the last always: of 8 steps every fourth epoch', () => {
  expect(checkpointsOf(10, 8)).toEqual([4, 8, 10]);
  expect(checkpointsOf(4, 29)).toEqual([2, 4]);
  expect(checkpointsOf(2, 1)).toEqual([2]);
});
