import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openPublished } from '../../main/models/open-model.ts';
import { type Scalar, type Tensor, tf } from '../../main/tensor/backend.ts';
import { SparingCaptioner } from '../../main/training/sparing-captioner.ts';
import { tinyFolder } from '../support/tiny-folder.ts';
import { copyTinyModel } from './tiny-models.ts';

it.skipIf(!tinyFolder('instructblip-t5')).each(['instructblip-t5', 'instructblip-vicuna', 'blip-2'])(
  '%s has the same logits, gradients and words whether its blocks are computed once or twice',
  (name) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'nadir sparing '));
    const opened = openPublished({ directory: copyTinyModel(name, folder) });
    const { captioner, tower } = opened;
    const sparing = new SparingCaptioner(captioner);
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const features = tf.randomNormal([2, tower.tokens, tower.channels], 0, 1, 'float32', 7);
      const inputs = Int32Array.of(captioner.special.start, 5, 9, captioner.special.start, 8, 4);
      const variables = [...captioner.module.trainableParameters().values()];
      const gradients = (model: typeof sparing | typeof captioner) =>
        tf.variableGrads((): Scalar => {
          const logits = model.logits(model.encode(features, null), inputs, 3, null);
          return tf.mean(tf.square(logits)) as Scalar;
        }, variables);
      const [once, twice] = [gradients(captioner), gradients(sparing)];
      expect(twice.value.dataSync()[0]).toBeCloseTo(once.value.dataSync()[0]!, 5);
      for (const [key, gradient] of Object.entries(once.grads)) {
        const largest = tf.max(tf.abs(gradient)).dataSync()[0]!;
        const apart = tf.max(tf.abs(tf.sub(gradient, twice.grads[key] as Tensor))).dataSync()[0]!;
        expect(apart, key).toBeLessThanOrEqual(1e-4 * largest + 1e-7);
      }
      // Writing goes on from what was kept: blocks that are recomputed would keep nothing.
      const state = sparing.begin(sparing.encode(features, null), 1);
      const plain = captioner.begin(captioner.encode(features, null), 1);
      for (const tokens of [
        [captioner.special.start, captioner.special.start],
        [5, 8],
      ]) {
        const [a, b] = [state.step(Int32Array.from(tokens)), plain.step(Int32Array.from(tokens))];
        expect(Math.max(...a.map((value, at) => Math.abs(value - b[at]!)))).toBeLessThan(1e-4);
      }
      state.dispose();
      plain.dispose();
    });
    expect(tf.memory().numTensors).toBe(before);
    opened.dispose();
    rmSync(folder, { recursive: true });
  },
);
