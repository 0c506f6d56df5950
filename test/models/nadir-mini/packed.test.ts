import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NadirMini } from '../../../main/models/nadir-mini/model.ts';
import { tokenPlaces } from '../../../main/models/token-rows.ts';
import { type Tensor2D, tf } from '../../../main/tensor/backend.ts';
import { Dropout } from '../../../main/tensor/dropout.ts';
import { weightedCrossEntropy } from '../../../main/tensor/ops/cross-entropy.ts';
import { Random } from '../../../main/tensor/random.ts';
import { teacherBatch, withoutPadding } from '../../../main/training/teacher-batch.ts';
import { features, smallModel, worst } from './small-model.ts';

/** Two captions for each of two images, as ids that end with the end token, by how much their padding differs. */
const batches = {
  'of unequal images': [
    [4, 8, 6, 2],
    [9, 10, 4, 7, 6, 5, 2],
    [5, 2],
    [7, 7, 2],
  ],
  'of images with as many tokens each': [
    [4, 8, 2],
    [9, 10, 4, 7, 2],
    [5, 6, 4, 4, 2],
    [7, 7, 2],
  ],
  'of which one image has no padding': [[4, 8, 2], [9, 10, 2], [5, 2], [2]],
  'without padding': [
    [4, 8, 2],
    [9, 10, 2],
    [5, 5, 2],
    [7, 7, 2],
  ],
};

describe.each(Object.entries(batches))('captions %s', (_, captions) => {
  let model: NadirMini;
  beforeAll(() => {
    model = smallModel();
  });
  afterAll(() => model.dispose());

  const batch = teacherBatch(captions, { padding: 0, start: 1, end: 2, forbidden: [0, 1, 3] });
  const logits = (lengths?: readonly number[], dropout: Dropout | null = null): Tensor2D =>
    model.logits(model.encode(features(2), dropout), batch.inputs, batch.length, dropout, lengths);

  it('have without their padding the logits that they have with it', () => {
    const [all, packed] = tf.tidy(() => [logits().arraySync(), logits(batch.lengths).arraySync()]);
    expect(packed).toHaveLength(captions.flat().length);
    const places = tokenPlaces(batch.lengths, batch.length);
    expect(
      worst(
        packed!.flat(),
        [...places].flatMap((place) => all![place]!),
      ),
    ).toBeLessThan(1e-5);
  });

  it('and the same loss and gradients, and leave nothing behind', () => {
    const before = tf.memory().numTensors;
    const parameters = model.trainableParameters();
    const gradientsOf = (loss: () => ReturnType<typeof weightedCrossEntropy>) =>
      tf.tidy(() => {
        const { value, grads } = tf.variableGrads(loss, [...parameters.values()]);
        const gradients = [...parameters].map(([name, variable]) => [name, grads[variable.name]!.dataSync()] as const);
        return { loss: value.dataSync()[0]!, gradients: new Map(gradients) } as never;
      }) as { readonly loss: number; readonly gradients: Map<string, Float32Array> };
    const { labels, weights } = withoutPadding(batch);
    const padded = gradientsOf(() => weightedCrossEntropy(logits(), batch.labels, batch.weights));
    const packed = gradientsOf(() => weightedCrossEntropy(logits(batch.lengths), labels, weights));
    expect(Math.abs(packed.loss - padded.loss)).toBeLessThan(1e-5);
    for (const [name, gradient] of padded.gradients) {
      const largest = Math.max(...gradient.map(Math.abs), 1e-3);
      expect(worst(packed.gradients.get(name)!, gradient) / largest, name).toBeLessThan(1e-4);
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('dropout changes what they say, its seed decides how', () => {
    const dropped = (seed: number) =>
      tf.tidy(() => logits(batch.lengths, new Dropout(0.3, new Random(seed))).dataSync() as Float32Array);
    expect(worst(dropped(1), dropped(1))).toBe(0);
    expect(worst(dropped(1), dropped(2))).toBeGreaterThan(0.01);
  });
});
