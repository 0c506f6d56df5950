import { expect, it } from 'vitest';
import { summariseEpochs } from '../../../renderer/features/train/epoch-summary.ts';

const point = (index: number, phase: 'cross-entropy' | 'scst', epoch: number, values: Record<string, number>) => ({
  index,
  phase,
  step: index,
  epoch,
  values,
});

it('an epoch ends on its whole number and means leave out points without the value', () => {
  const rows = summariseEpochs([
    point(0, 'cross-entropy', 0.5, { loss: 3, entropy: 1 }),
    point(1, 'cross-entropy', 1, { loss: 2 }),
    point(2, 'cross-entropy', 1.5, { loss: 1 }),
  ]);
  // (3 + 2) ÷ 2 = 2.5; entropy only once
  expect(rows).toEqual([
    { phase: 'cross-entropy', epoch: 1, points: 2, means: { loss: 2.5, entropy: 1 } },
    { phase: 'cross-entropy', epoch: 2, points: 1, means: { loss: 1 } },
  ]);
});

it('epoch 1 of SCST is not epoch 1 of cross-entropy', () => {
  const rows = summariseEpochs([
    point(0, 'cross-entropy', 1, { loss: 3 }),
    point(1, 'scst', 0.2, { reward: 4 }),
    point(2, 'scst', 0, { reward: 2 }),
  ]);
  expect(rows.map(({ phase, epoch, means }) => [phase, epoch, means])).toEqual([
    ['cross-entropy', 1, { loss: 3 }],
    ['scst', 1, { reward: 3 }],
  ]);
});
