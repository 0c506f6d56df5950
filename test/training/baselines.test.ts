import { expect, it } from 'vitest';
import type { WorkerImage } from '../../main/jobs/worker-protocol.ts';
import { tf } from '../../main/tensor/backend.ts';
import {
  baselineCaptions,
  classTemplates,
  meanTokens,
  nearestRows,
  probeClasses,
} from '../../main/training/baselines.ts';

const image = (id: number, name: string | null, ...captions: string[]): WorkerImage => ({
  id,
  path: `${id}.jpg`,
  split: 'train',
  class: name,
  captions,
});

it('the mean of tokens (1, 2) and (3, 6) is (2, 4)', () => {
  expect([...meanTokens(Float32Array.of(1, 2, 3, 6), 1, 2)]).toEqual([2, 4]);
});

it('a class is told by its most frequent caption, whatever its case and full stop', () => {
  const templates = classTemplates([
    image(1, 'river', 'A river bends.', 'Water flows.'),
    image(2, 'river', 'water flows', 'Trees.'),
    image(3, null, 'No class.'),
  ]);
  expect([...templates]).toEqual([['river', 'Water flows.']]);
});

it('the nearest row is the one of highest cosine: (0, 5) is nearest to (0.1, 1), not to the long (9, 0)', () => {
  expect([...nearestRows(Float32Array.of(9, 0, 0.1, 1), Float32Array.of(0, 5, 3, 0), 2)]).toEqual([1, 0]);
});

it('the probe separates two linearly separable classes and leaks nothing', () => {
  const before = tf.memory().numTensors;
  const predicted = probeClasses({
    train: Float32Array.of(1, 0, 2, 0.1, -1, 0, -2, -0.1),
    labels: Int32Array.of(0, 0, 1, 1),
    targets: Float32Array.of(3, 0, -3, 0),
    channels: 2,
    classes: 2,
  });
  expect([...predicted]).toEqual([0, 1]);
  expect(tf.memory().numTensors).toBe(before);
});

it('the oracle uses the true class and has no caption for an image without one', () => {
  const captions = baselineCaptions({
    method: 'class-oracle',
    train: [image(1, 'beach', 'Sand.')],
    targets: [image(2, 'beach'), image(3, null), image(4, 'forest')],
    features: () => new Float32Array(),
    channels: 1,
  });
  expect(captions).toEqual(['Sand.', null, null]);
});
