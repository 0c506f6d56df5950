import { type Tensor, tf, type Variable } from '../backend.ts';
import type { Dropout } from '../dropout.ts';

/** The inputs of a recomputed part; nothing else may be captured, for it is gone when the gradient is computed. */
interface Read {
  /** Tensors that the gradient flows back to. */
  readonly inputs: readonly Tensor[];
  /** Tensors that it does not flow to: masks, angles. */
  readonly constants?: readonly Tensor[];
  /** The variables that are trained. */
  readonly parameters: readonly Variable[];
  /** Draws the same masks the second time. */
  readonly dropout?: Dropout | null;
}

/**
 * A part of a model whose inner values are not kept for the gradient but computed a second time (Chen et al. 2016): of
 * `compute`, which is given the inputs and, behind them, the constants, only these and the result stay.
 */
export function checkpointed(
  { inputs, constants = [], parameters, dropout = null }: Read,
  compute: (tensors: readonly Tensor[], dropout: Dropout | null) => Tensor,
): Tensor {
  const again = dropout?.copy() ?? null;
  return tf.customGrad((...args) => {
    const save = args.at(-1) as unknown as (tensors: Tensor[]) => void;
    const given = [...(args.slice(0, inputs.length) as Tensor[]), ...constants];
    save(given);
    return {
      value: compute(given, dropout),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const by = [...saved.slice(0, inputs.length), ...parameters];
        const grads = innerGradients(() => compute(saved, again?.copy() ?? null), by, dy);
        return grads.map((gradient, at) => gradient ?? tf.zerosLike(by[at]!));
      },
    };
  })(...inputs, ...parameters);
}

interface Engine {
  readonly state: { activeTape: unknown };
  gradients(
    f: () => Tensor,
    xs: readonly Tensor[],
    dy: Tensor,
    allowNoGradients: boolean,
  ): { readonly grads: (Tensor | null)[] };
}

/**
 * Gradients within a gradient. The backend has one tape and forgets it when the inner gradients are done, while the outer
 * ones still need theirs: it is put back.
 */
function innerGradients(f: () => Tensor, xs: readonly Tensor[], dy: Tensor): (Tensor | null)[] {
  const engine = tf.engine() as unknown as Engine;
  const outer = engine.state.activeTape;
  try {
    return engine.gradients(f, xs, dy, true).grads;
  } finally {
    engine.state.activeTape = outer;
  }
}
