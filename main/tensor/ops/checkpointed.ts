import { type Tensor, tf, type Variable } from '../backend.ts';
import type { Dropout } from '../dropout.ts';

/**
 * A part of a model whose inner values are not kept for the gradient but computed a second time (Chen et al. 2016): of
 * `compute(inputs)` only the inputs and the result stay. `parameters` are the variables it reads that are trained; the
 * second time dropout draws the same masks.
 */
export function checkpointed(
  inputs: readonly Tensor[],
  parameters: readonly Variable[],
  dropout: Dropout | null,
  compute: (inputs: readonly Tensor[], dropout: Dropout | null) => Tensor,
): Tensor {
  const again = dropout?.copy() ?? null;
  return tf.customGrad((...args) => {
    const save = args.at(-1) as unknown as (tensors: Tensor[]) => void;
    const given = args.slice(0, inputs.length) as Tensor[];
    save(given);
    return {
      value: compute(given, dropout),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const own = saved.slice(0, inputs.length);
        const grads = innerGradients(() => compute(own, again?.copy() ?? null), [...own, ...parameters], dy);
        return grads.map(
          (gradient, at) => gradient ?? tf.zerosLike(at < own.length ? own[at]! : parameters[at - own.length]!),
        );
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
