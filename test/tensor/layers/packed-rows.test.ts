import { expect, it } from 'vitest';
import { tf } from '../../../main/tensor/backend.ts';
import { type HeadLayout, packedRows } from '../../../main/tensor/layers/packed-rows.ts';

const plain = ({ batch, length, index, inverse }: HeadLayout) => ({
  batch,
  length,
  index: [...index.dataSync()],
  inverse: [...inverse.dataSync()],
});

it('sequences of 2 and 1 tokens with two heads: rows 0, 1 and 2, the spare row 3 where nothing stands', () => {
  tf.tidy(() => {
    const { own, joined } = packedRows([2, 1], 2, { sequencesPerMemory: 2, heads: 2 });
    // Row r has parts 2 · r and 2 · r + 1. Places: sequence, then head, then token.
    expect(plain(own)).toEqual({
      batch: 2,
      length: 2,
      index: [0, 2, 1, 3, 4, 6, 5, 7],
      inverse: [0, 2, 1, 3, 4, 6, 5, 7],
    });
    // All three tokens of the memory behind each other, and one place more for the spare row.
    expect(plain(joined)).toEqual({
      batch: 1,
      length: 4,
      index: [0, 2, 4, 6, 1, 3, 5, 7],
      inverse: [0, 4, 1, 5, 2, 6, 3, 7],
    });
  });
});

it('every token has one place, and its place names it; the spare row stands at padding only', () => {
  tf.tidy(() => {
    const lengths = [3, 1, 4, 2];
    const { own, joined } = packedRows(lengths, 4, { sequencesPerMemory: 2, heads: 3 });
    for (const { index, inverse } of [plain(own), plain(joined)]) {
      for (const [part, place] of inverse.entries()) expect(index[place]).toBe(part);
      expect(index.filter((part) => part < 10 * 3)).toHaveLength(10 * 3);
    }
    expect([joined.batch, joined.length]).toEqual([2, 6]);
  });
});

it('where nothing is padding, there is nothing to pack', () => {
  expect(() => packedRows([2, 2], 2, { sequencesPerMemory: 1, heads: 1 })).toThrow(RangeError);
});
