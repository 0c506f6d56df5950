import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openPublished } from '../../main/models/open-model.ts';
import { tf } from '../../main/tensor/backend.ts';
import { resolveConfig } from '../../main/training/config/presets.ts';
import { publishedLearner } from '../../main/training/learner.ts';
import { tinyFolder } from '../support/tiny-folder.ts';
import { copyTinyModel } from './tiny-models.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir blocks '));
});
afterEach(() => rmSync(folder, { recursive: true }));

it.skipIf(!tinyFolder('blip-caption'))(
  'the setting recomputeBlocks decides whether blocks are computed twice, and the gradient is the same either way',
  () => {
    const place = { directory: copyTinyModel('blip-caption', folder) };
    const gradients = [true, false].map((recomputeBlocks) => {
      const opened = openPublished(place);
      const learner = publishedLearner(opened, place, resolveConfig('published', { recomputeBlocks }));
      const { tokens, channels } = opened.tower;
      let held = 0;
      const before = tf.memory().numTensors;
      const all = tf.tidy(() => {
        const { grads } = tf.variableGrads(() => {
          const features = tf.randomNormal([2, tokens, channels], 0, 1, 'float32', 7);
          const logits = learner.captioner.logits(features, Int32Array.of(3, 5, 6, 3, 7, 8), 3, null);
          held = tf.memory().numTensors;
          return tf.mean(tf.square(logits)).asScalar();
        }, [...learner.trainableParameters().values()]);
        return Object.values(grads).map((gradient) => [...gradient.dataSync()]);
      });
      learner.dispose();
      return { all, held: held - before };
    });
    const [twice, once] = gradients;
    // Tensors that are held when the logits are there and their gradient is still to come.
    expect(twice!.held).toBeLessThan(once!.held);
    expect(twice!.all.length).toBeGreaterThan(10);
    for (const [at, values] of twice!.all.entries())
      for (const [index, value] of values.entries()) expect(once!.all[at]![index]).toBeCloseTo(value, 5);
  },
);
