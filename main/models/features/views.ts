/**
 * How many of the 8 rotations and reflections of a square are used: seen from above, none is more upright than another.
 * 1 is the image itself, 2 adds its mirror image, 8 all of them.
 */
export type ViewCount = 1 | 2 | 8;

/**
 * The first `count` views of one square image: `size`² · 3 bytes → count · size² · 3 floats in [0, 1]. View v mirrors
 * left and right if v & 1, top and bottom if v & 2, after swapping rows with columns if v & 4; view 0 is the image
 * itself. The 2×2 image [a b; c d] has as view 4 [a c; b d].
 */
export function dihedralViews(pixels: Uint8Array, size: number, count: ViewCount): Float32Array {
  const views = new Float32Array(count * size * size * 3);
  let at = 0;
  for (let view = 0; view < count; view++)
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) {
        const turnedX = view & 1 ? size - 1 - x : x;
        const turnedY = view & 2 ? size - 1 - y : y;
        const from = 3 * (view & 4 ? turnedX * size + turnedY : turnedY * size + turnedX);
        views[at++] = pixels[from]! / 255;
        views[at++] = pixels[from + 1]! / 255;
        views[at++] = pixels[from + 2]! / 255;
      }
  return views;
}
