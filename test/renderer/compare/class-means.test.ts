import { expect, it } from 'vitest';
import { classMeans } from '../../../renderer/features/compare/class-means.ts';

const row = (imageId: number, name: string | null, ciderA: number, ciderB: number) => ({
  imageId,
  exportId: imageId,
  fileName: `${imageId}.png`,
  captionA: '',
  captionB: '',
  class: name,
  ciderA,
  ciderB,
});

it('means of each class, the biggest loss first, images without a class in none', () => {
  expect(classMeans([row(1, 'river', 1, 2), row(2, 'river', 3, 4), row(3, 'beach', 5, 2), row(4, null, 0, 9)])).toEqual(
    [
      { name: 'beach', images: 1, a: 5, b: 2, difference: -3 },
      { name: 'river', images: 2, a: 2, b: 3, difference: 1 }, // (1+3)/2, (2+4)/2
    ],
  );
});
