import type { WorkerImage } from '../jobs/worker-protocol.ts';
import { type Scalar, type Tensor2D, tf } from '../tensor/backend.ts';

/**
 * Captioners without a language model. Any result on a scene-classification dataset must be read against them: where one
 * sentence a class scores well, a high CIDEr may show no more than a good classifier.
 *
 * - `nearest-neighbour`: the first caption of the train image whose features are closest (cosine).
 * - `class-template`: the most frequent train caption of the class that a linear probe predicts.
 * - `class-oracle`: the same for the true class; an upper bound for captioners that only know the class.
 */
export const baselineMethods = ['nearest-neighbour', 'class-template', 'class-oracle'] as const;
export type BaselineMethod = (typeof baselineMethods)[number];

const probe = { steps: 300, learningRate: 0.01, decay: 1e-3 } as const;

/** The mean over an image's tokens: float32[images × tokens × channels] → one row of `channels` an image. */
export function meanTokens(features: Float32Array, images: number, channels: number): Float32Array {
  const tokens = features.length / images / channels;
  const means = new Float32Array(images * channels);
  for (let image = 0; image < images; image += 1) {
    for (let token = 0; token < tokens; token += 1) {
      const from = (image * tokens + token) * channels;
      for (let channel = 0; channel < channels; channel += 1) {
        means[image * channels + channel]! += features[from + channel]! / tokens;
      }
    }
  }
  return means;
}

/**
 * The most frequent caption of each class, compared without case and end punctuation; of equally frequent ones the
 * first to appear. Images without a class are left out.
 */
export function classTemplates(images: readonly WorkerImage[]): Map<string, string> {
  const counts = new Map<string, Map<string, { caption: string; count: number }>>();
  for (const image of images) {
    if (image.class === null) continue;
    const ofClass = counts.get(image.class) ?? new Map<string, { caption: string; count: number }>();
    counts.set(image.class, ofClass);
    for (const caption of image.captions) {
      const key = caption.toLowerCase().replace(/[\s.!?]+$/, '');
      const entry = ofClass.get(key) ?? { caption, count: 0 };
      entry.count += 1;
      ofClass.set(key, entry);
    }
  }
  return new Map(
    [...counts].flatMap(([name, captions]) => {
      const best = [...captions.values()].reduce((a, b) => (b.count > a.count ? b : a));
      return [[name, best.caption] as const];
    }),
  );
}

/** Index of the train row with the highest cosine similarity to each target row. Rows are `channels` long. */
export function nearestRows(train: Float32Array, targets: Float32Array, channels: number): Int32Array {
  return tf.tidy(() => {
    const unit = (rows: Float32Array): Tensor2D => {
      const matrix = tf.tensor2d(rows, [rows.length / channels, channels]);
      return tf.div(matrix, tf.add(tf.norm(matrix, 2, 1, true), 1e-12)) as Tensor2D;
    };
    return tf.argMax(tf.matMul(unit(targets), unit(train), false, true), 1).dataSync() as Int32Array;
  });
}

/**
 * Classes predicted by multinomial logistic regression on standardised features, trained by full-batch Adam with L2
 * decay from zero weights: deterministic. `labels` are indices below `classes`.
 */
export function probeClasses(options: {
  train: Float32Array;
  labels: Int32Array;
  targets: Float32Array;
  channels: number;
  classes: number;
}): Int32Array {
  const { channels, classes } = options;
  const rows = (values: Float32Array): Tensor2D => tf.tensor2d(values, [values.length / channels, channels]);
  return tf.tidy(() => {
    const raw = rows(options.train);
    const { mean, variance } = tf.moments(raw, 0);
    const standardise = (x: Tensor2D): Tensor2D => tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-6))) as Tensor2D;
    const x = standardise(raw);
    const y = tf.oneHot(tf.tensor1d(options.labels, 'int32'), classes);
    const weight = tf.variable(tf.zeros([channels, classes])) as unknown as Tensor2D;
    const bias = tf.variable(tf.zeros([classes]));
    const optimizer = tf.train.adam(probe.learningRate);
    for (let step = 0; step < probe.steps; step += 1) {
      optimizer.minimize(() => {
        const logits = tf.add(tf.matMul(x, weight), bias);
        const loss = tf.neg(tf.mean(tf.sum(tf.mul(y, tf.logSoftmax(logits)), 1)));
        return tf.add(loss, tf.mul(tf.sum(tf.square(weight)), probe.decay)) as Scalar;
      });
    }
    const predicted = tf.argMax(tf.add(tf.matMul(standardise(rows(options.targets)), weight), bias), 1);
    const result = Int32Array.from(predicted.dataSync());
    optimizer.dispose();
    weight.dispose();
    bias.dispose();
    return result;
  });
}

/** One caption per target image, null where the method has none (an image or a train split without classes). */
export function baselineCaptions(options: {
  method: BaselineMethod;
  train: readonly WorkerImage[];
  targets: readonly WorkerImage[];
  /** Mean features, one row of `channels` per image. Not read by `class-oracle`. */
  features(images: readonly WorkerImage[]): Float32Array;
  channels: number;
}): (string | null)[] {
  const { method, targets, channels } = options;
  const train = options.train.filter(({ captions }) => captions.length > 0);
  if (train.length === 0) return targets.map(() => null);
  if (method === 'nearest-neighbour') {
    const nearest = nearestRows(options.features(train), options.features(targets), channels);
    return Array.from(nearest, (index) => train[index]!.captions[0]!);
  }
  const templates = classTemplates(train);
  if (method === 'class-oracle')
    return targets.map(({ class: name }) => (name === null ? null : (templates.get(name) ?? null)));
  const labelled = train.filter(({ class: name }) => name !== null);
  const names = [...templates.keys()];
  if (names.length === 0) return targets.map(() => null);
  const predicted = probeClasses({
    train: options.features(labelled),
    labels: Int32Array.from(labelled, ({ class: name }) => names.indexOf(name!)),
    targets: options.features(targets),
    channels,
    classes: names.length,
  });
  return Array.from(predicted, (index) => templates.get(names[index]!)!);
}
