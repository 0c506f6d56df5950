import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { type Raster, resizeBicubic } from '../../main/imagery/bicubic.ts';

interface Case {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly rgb: string;
}
// What Pillow 12.3.0 gives: fixtures/make-bicubic.py, whose images follow the same formula.
const cases = JSON.parse(readFileSync(path.join(import.meta.dirname, 'fixtures/bicubic.json'), 'utf8')) as Case[];

function image(width: number, height: number): Raster {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++) data[3 * (y * width + x) + c] = (x * x * 37 + y * 91 + c * 53 + x * y * 7) % 256;
  return { data, width, height, channels: 3 };
}

it.each(cases)('$from to $to is Pillow’s, bit for bit', ({ from, to, rgb }) => {
  const { data } = resizeBicubic(image(...from), ...to);
  expect(Buffer.from(data).equals(Buffer.from(rgb, 'base64'))).toBe(true);
});

it('halving 0 0 255 255 gives the hand-worked values of the stretched cubic', () => {
  // Scale 2: output 0 has its centre at 1, so inputs 0 to 3 lie −½, ½, 1½, 2½ from it; stretched, −¼, ¼, ¾, 1¼. The cubic
  // of those is 0.8671875, 0.8671875, 0.2265625 and −0.0703125, which sum to 1.890625.
  // Output 0 = 255 · (0.2265625 − 0.0703125) / 1.890625 = 21.07; output 1 mirrors it: 255 − 21.07 = 233.93.
  const { data } = resizeBicubic({ data: Uint8Array.of(0, 0, 255, 255), width: 4, height: 1, channels: 1 }, 2, 1);
  expect([...data]).toEqual([21, 234]);
});
