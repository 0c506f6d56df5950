import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Scalar, type Tensor, tf } from '../../main/tensor/backend.ts';
import type { Module } from '../../main/tensor/module.ts';
import { expectNothingLeft } from './left-over.ts';
import { expectLossOfRows, expectRowsAlone, type Side } from './padded-batch.ts';
import { type Begun, expectSameWriting } from './same-writing.ts';

/** The numbers of the three rows of a batch. */
export const allRows = [0, 1, 2] as const;

/** What a model makes of some of three rows, which are of several lengths, in one padded batch. */
interface ThreeRows<M extends Module> {
  readonly make: () => M;
  /** What is compared place by place: logits, or hidden states. */
  readonly outputs: (model: M, rows: readonly number[]) => Tensor;
  /** Places of each row in the outputs, and where its padding stands; absent: behind them. */
  readonly lengths: readonly number[];
  readonly side?: Side;
  /** A mean over tokens, and how many of each row's count. */
  readonly loss: (model: M, rows: readonly number[]) => Scalar;
  readonly tokens: readonly number[];
  /** Absent where the model writes nothing. */
  readonly begin?: (model: M, rows: readonly number[]) => Begun;
}

/** Float32 values of a tensor that is made within. */
export const plainly = (of: () => Tensor): Float32Array => tf.tidy(() => of().dataSync().slice() as Float32Array);

/** Declares the tests that padding and batching change nothing, and that no use of the model leaves tensors behind. */
export function itTakesThreeAsOneByOne<M extends Module>(of: ThreeRows<M>): void {
  let model: M;
  beforeAll(() => {
    model = of.make();
  });
  afterAll(() => model.dispose());

  it('a batch of three gives what three batches of one give', () => {
    const outputs = (rows: readonly number[]): Float32Array => plainly(() => of.outputs(model, rows));
    expectRowsAlone(
      outputs(allRows),
      allRows.map((row) => outputs([row])),
      of.lengths,
      of.side,
    );
  });

  it('and has their loss and every gradient', () => {
    expect(model.trainableParameters().size).toBeGreaterThan(0);
    const alone = allRows.map((row) => ({ loss: () => of.loss(model, [row]), tokens: of.tokens[row]! }));
    expectLossOfRows(model, () => of.loss(model, allRows), alone);
  });

  const { begin } = of;
  if (begin)
    it('and writes what they write: greedily, by beam search and drawn, with the same scores and ln p', () => {
      expectSameWriting(
        begin(model, allRows),
        allRows.map((row) => begin(model, [row])),
      );
    });

  it('no use of it leaves tensors behind', () => {
    expectNothingLeft({
      make: of.make,
      forward: (one) => of.outputs(one, allRows),
      loss: (one) => of.loss(one, allRows),
      ...(begin ? { begin: (one: M) => begin(one, allRows) } : {}),
    });
  });
}
