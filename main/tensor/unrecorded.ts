import { tf } from './backend.ts';

interface Engine {
  readonly state: { kernelDepth: number };
}

/**
 * Returns what `compute` returns, without a record for gradients: within a function that is differentiated, what it computes is
 * held fixed and is freed as soon as its own tidies end. The backend records nothing while it believes to be inside an
 * operation.
 */
export function unrecorded<T>(compute: () => T): T {
  const { state } = tf.engine() as unknown as Engine;
  state.kernelDepth++;
  try {
    return compute();
  } finally {
    state.kernelDepth--;
  }
}
