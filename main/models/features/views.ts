import { type Tensor4D, tf } from '../../tensor/backend.ts';

/**
 * How many of the 8 rotations and reflections of a square are used: seen from above, none is more upright than another.
 * 1 is the image itself, 2 adds its mirror image, 8 all of them.
 */
export type ViewCount = 1 | 2 | 8;

/**
 * The first `count` views of one image: float32[S, S, 3] as [1, S, S, 3] → float32[count, S, S, 3]. View v mirrors left
 * and right if v & 1, top and bottom if v & 2, and swaps rows with columns if v & 4; view 0 is the image itself.
 */
export function dihedralViews(image: Tensor4D, count: ViewCount): Tensor4D {
  return tf.tidy(() => {
    const views = Array.from({ length: count }, (_, view) => {
      const axes = [...(view & 2 ? [1] : []), ...(view & 1 ? [2] : [])];
      const turned = view & 4 ? (tf.transpose(image, [0, 2, 1, 3]) as Tensor4D) : image;
      return axes.length > 0 ? tf.reverse(turned, axes) : turned;
    });
    return tf.concat(views, 0) as Tensor4D;
  });
}
