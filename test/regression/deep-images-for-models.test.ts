import { expect, it } from 'vitest';
import { readSquareRgb } from '../../main/imagery/preprocess.ts';
import { stretchTo8Bits } from '../../main/imagery/stretch.ts';
import { imageOf, pixelsOf, saved } from '../imagery/support.ts';

// A sensor's 12 bits in a 16-bit file were divided by 257: the model saw a black image where the person saw a bright one.
it('a model sees a 16-bit image stretched as it is shown', async () => {
  const values = Uint16Array.from({ length: 16 }, (_, i) => 100 + 20 * i);
  const file = await saved('a.png', imageOf(values, 4, 4, 1));
  const shown = await pixelsOf((await stretchTo8Bits(file, 4096)).toColourspace('srgb'));
  const seen = [...(await readSquareRgb(file, 4))];
  expect(seen).toEqual(shown.values);
  expect(seen.slice(0, 3)).toEqual([0, 0, 0]);
  expect(seen.slice(-3)).toEqual([255, 255, 255]);
});

// Thumbnails of 16-bit images lay on their side: the stretch left the orientation out.
it('the stretch applies the orientation', async () => {
  // Stored as   0 1000 2000   turned to the right   3000    0
  //             3000 4000 5000                      4000 1000
  //                                                 5000 2000
  const values = Uint16Array.of(0, 1000, 2000, 3000, 4000, 5000);
  const stored = imageOf(values, 3, 2, 1).withMetadata({ orientation: 6 });
  const {
    width,
    height,
    channels,
    values: shown,
  } = await pixelsOf(await stretchTo8Bits(await saved('a.png', stored), 4096));
  expect([width, height]).toEqual([2, 3]);
  // 0 … 5000 over six values: (3000 − 0) · 255 ÷ 5000 = 153.
  expect(shown.filter((_, i) => i % channels === 0)).toEqual([153, 0, 204, 51, 255, 102]);
});
