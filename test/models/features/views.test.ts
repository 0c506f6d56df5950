import { expect, it } from 'vitest';
import { dihedralViews } from '../../../main/models/features/views.ts';

/** A 2×2 image a b / c d whose pixels are grey of 0, 51, 102, 153: 0, 0.2, 0.4, 0.6. */
const pixels = Uint8Array.from([0, 51, 102, 153].flatMap((grey) => [grey, grey, grey]));

it('the eight views of a b / c d are its rotations and reflections, each once', () => {
  const views = dihedralViews(pixels, 2, 8);
  const letters = Array.from({ length: 8 }, (_, view) =>
    Array.from({ length: 4 }, (_, at) => 'abcd'[Math.round(views[(view * 4 + at) * 3]! * 5)]).join(''),
  );
  // As rows: [ab cd], mirrored [ba dc], upside down [cd ab], both [dc ba]; swapped [ac bd] and then the same three.
  expect(letters).toEqual(['abcd', 'badc', 'cdab', 'dcba', 'acbd', 'cadb', 'bdac', 'dbca']);
});

it('keeps the channels of a pixel together and scales bytes to [0, 1]', () => {
  const view = dihedralViews(Uint8Array.of(255, 0, 51), 1, 1);
  expect(Array.from(view)).toEqual([1, 0, Math.fround(0.2)]);
});
