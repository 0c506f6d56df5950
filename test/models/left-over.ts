import { expect } from 'vitest';
import { type Scalar, type Tensor, tf } from '../../main/tensor/backend.ts';
import type { Module } from '../../main/tensor/module.ts';
import { Random } from '../../main/tensor/random.ts';
import { leftOver } from '../tensor/ops/finite-differences.ts';
import { type Begun, writeAll } from './same-writing.ts';

/** How a model is used; `begin` where it writes. */
interface Uses<M extends Module> {
  readonly make: () => M;
  readonly forward: (model: M) => Tensor;
  /** Absent where nothing is trained. */
  readonly loss?: (model: M) => Scalar;
  readonly begin?: (model: M) => Begun;
}

/** Checks that every use of a model, from making to disposing it, leaves as many tensors as there were before. */
export function expectNothingLeft<M extends Module>({ make, forward, loss, begin }: Uses<M>): void {
  const counts: Record<string, number> = {};
  counts.all = leftOver(() => {
    const model = make();
    counts.forward = leftOver(() => tf.tidy(() => forward(model)).dispose());
    if (loss)
      counts.gradients = leftOver(() => {
        // Not in a tidy of the test: what the gradients themselves leave must show.
        const { value, grads } = tf.variableGrads(() => loss(model), [...model.trainableParameters().values()]);
        expect(Object.keys(grads)).toHaveLength(model.trainableParameters().size);
        tf.dispose([value, grads]);
      });
    if (begin)
      counts.writing = leftOver(() => {
        const begun = begin(model);
        expect(writeAll(begun, new Random(1)).greedy.length).toBeGreaterThan(0);
        tf.dispose([begun.memory, ...(begun.others ?? []).filter((each) => !!each)]);
      });
    model.dispose();
  });
  expect(counts).toEqual(Object.fromEntries(Object.keys(counts).map((use) => [use, 0])));
}
