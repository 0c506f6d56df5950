import { tf } from './backend.ts';

/**
 * Returns what `compute` gives, an object or array with tensors in it, and disposes everything else it made: a stack of blocks holds the
 * inside of one at a time. What the gradient needs is kept all the same. `tf.tidy` with a type for such results.
 */
export function tidied<T extends object | null>(compute: () => T): T {
  return tf.tidy(compute as unknown as () => never) as unknown as T;
}
