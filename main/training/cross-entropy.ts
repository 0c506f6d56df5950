import type { Captioner } from '../models/captioner.ts';
import { type Scalar, type Tensor, tf } from '../tensor/backend.ts';
import type { Dropout } from '../tensor/dropout.ts';
import { weightedCrossEntropy } from '../tensor/ops/cross-entropy.ts';
import type { AdamW } from './adamw.ts';
import { teacherBatch, withoutPadding } from './teacher-batch.ts';

// Axis legend: B images, S image tokens, C channels.

export interface StepFigures {
  readonly loss: number;
  /** Global norm of the gradients before clipping. */
  readonly gradientNorm: number;
}

/**
 * One step of teacher-forced cross-entropy. `features` float32[B, S, C] stay the caller's; `captions` holds the same
 * number of captions for each image, image by image, as token ids that end with the end token. Returns the mean loss in
 * nats a token, with label smoothing in it.
 */
export function crossEntropyStep(options: {
  readonly model: Captioner;
  readonly optimizer: AdamW;
  readonly features: Tensor;
  readonly captions: readonly (readonly number[])[];
  readonly unknown: ReadonlySet<number>;
  readonly dropout: Dropout | null;
  readonly labelSmoothing: number;
  readonly learningRate: number;
}): StepFigures {
  const { model, optimizer, features, dropout, labelSmoothing } = options;
  const batch = teacherBatch(options.captions, model.special, { ignored: options.unknown });
  const { labels, weights } = withoutPadding(batch);
  return tf.tidy(() => {
    const { value, grads } = tf.variableGrads((): Scalar => {
      const memory = model.encode(features, dropout);
      const logits = model.logits(memory, batch.inputs, batch.length, dropout, batch.lengths);
      return weightedCrossEntropy(logits, labels, weights, labelSmoothing);
    }, optimizer.variables);
    const gradientNorm = optimizer.step(grads, options.learningRate);
    return { loss: value.dataSync()[0]!, gradientNorm };
  });
}
