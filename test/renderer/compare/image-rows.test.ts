import { expect, it } from 'vitest';
import { arrangeRows, classCounts, tally } from '../../../renderer/features/compare/image-rows.ts';

const row = (imageId: number, ciderA: number, ciderB: number, name: string | null = null) => ({
  imageId,
  exportId: imageId,
  fileName: `${imageId}.png`,
  captionA: '',
  captionB: '',
  ciderA,
  ciderB,
  class: name,
});
const rows = [row(1, 1, 3, 'river'), row(2, 4, 1, 'forest'), row(3, 2, 2), row(10, 0, 2, 'forest')];
const ids = (options: Parameters<typeof arrangeRows>[1]) => arrangeRows(rows, options).map(({ imageId }) => imageId);

it('the biggest loss or gain of B over A comes first, ties by image', () => {
  // differences: 1 → +2, 2 → −3, 3 → 0, 10 → +2
  expect(ids({ sort: 'loss', class: null })).toEqual([2, 3, 1, 10]);
  expect(ids({ sort: 'gain', class: null })).toEqual([1, 10, 3, 2]);
});

it('names sort by number within, and images without a name or class come last', () => {
  const fileNames = new Map([
    [1, 'tile10.png'],
    [2, 'tile9.png'],
    [10, 'tile1.png'],
  ]);
  expect(ids({ sort: 'name', class: null, fileNames })).toEqual([10, 2, 1, 3]);
  expect(ids({ sort: 'class', class: null, fileNames })).toEqual([10, 2, 1, 3]);
});

it('one class can be shown, and the given rows are left as they were', () => {
  expect(ids({ sort: 'loss', class: 'forest' })).toEqual([2, 10]);
  expect(rows.map(({ imageId }) => imageId)).toEqual([1, 2, 3, 10]);
});

it('counts classes and who won how often', () => {
  expect(classCounts(rows)).toEqual([
    { name: 'forest', images: 2 },
    { name: 'river', images: 1 },
  ]);
  expect(tally([...rows, row(11, 1, 1.004)])).toEqual({ better: 2, worse: 1, equal: 2 });
});
