import { expect, it } from 'vitest';
import { tf } from '../../main/tensor/backend.ts';
import { causalBias, paddingBias } from '../../main/tensor/masks.ts';

it('padding is far below every score, and where there is none nothing is added', () => {
  tf.tidy(() => {
    const bias = paddingBias([1, 1, 0, 1, 1, 1], 2)!;
    expect(bias.shape).toEqual([2, 1, 1, 3]);
    expect(Array.from(bias.dataSync())).toEqual([0, 0, -1e9, 0, 0, 0]);
    expect(paddingBias([1, 1], 1)).toBeUndefined();
  });
});

it('two queries after one other see it, themselves and no later key', () => {
  tf.tidy(() => {
    const bias = causalBias(2, 1);
    expect(bias.shape).toEqual([1, 1, 2, 3]);
    expect(Array.from(bias.dataSync())).toEqual([0, 0, -1e9, 0, 0, 0]);
  });
});
