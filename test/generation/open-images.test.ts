import { expect, it } from 'vitest';
import { stillWritten } from '../../main/generation/open-images.ts';

const open = (count: number): boolean[] => new Array<boolean>(count).fill(false);

it('leaves out images that are done when they are an eighth or more, and keeps the order of the others', () => {
  expect(stillWritten([true, false, false, false])).toEqual([1, 2, 3]);
  expect(stillWritten([...open(3), true, ...open(4)])).toEqual([0, 1, 2, 4, 5, 6, 7]);
  expect(stillWritten([true, true])).toEqual([]);
});

it('goes on with all while fewer are done', () => {
  expect(stillWritten(open(3))).toEqual([0, 1, 2]);
  expect(stillWritten([...open(3), true, ...open(5)])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});
