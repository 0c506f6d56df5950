import { type Tensor, tf, type Variable } from '../../tensor/backend.ts';
import { type Dropout, dropped } from '../../tensor/dropout.ts';
import { constant, normal } from '../../tensor/initializers.ts';
import { Linear } from '../../tensor/layers/linear.ts';
import { LayerNorm } from '../../tensor/layers/norms.ts';
import { Module } from '../../tensor/module.ts';
import type { Random } from '../../tensor/random.ts';
import { tinyDarknetConfig as tower } from '../tiny-darknet/config.ts';
import type { NadirMiniConfig } from './config.ts';

// Axis legend: B images, G grid side, C channels, D width.

/** Mean and standard deviation per channel of the tower's output on training images: frozen, part of the weights. */
class FeatureScale extends Module {
  readonly #mean: Variable;
  readonly #deviation: Variable;

  constructor() {
    super();
    this.#mean = this.parameter('mean', [tower.channels], constant(0));
    this.#deviation = this.parameter('deviation', [tower.channels], constant(1));
    this.freeze();
  }

  set(mean: Float32Array, deviation: Float32Array): void {
    tf.tidy(() => {
      this.#mean.assign(tf.tensor1d(mean));
      this.#deviation.assign(tf.tensor1d(deviation));
    });
  }

  /** `projection` of standardised features float32[B, G·G, C] → float32[B, G·G, D]. */
  project(features: Tensor, projection: Linear): Tensor {
    return projection.applyStandardised(features, this.#mean, this.#deviation);
  }
}

/** float32[B, S, D] → float32[B, S + 1, D]: behind the tokens of each image their mean. */
function withMean(tokens: Tensor): Tensor {
  return tf.customGrad((...args) => {
    const x = args[0] as Tensor;
    const [batch, length, width] = x.shape as [number, number, number];
    return {
      value: tf.concat([x, tf.mean(x, 1, true)], 1), // [B, S + 1, D]
      gradFunc: (dy: Tensor) => {
        const ofMean = tf.slice(dy, [0, length, 0], [batch, 1, width]); // [B, 1, D]
        return tf.add(tf.slice(dy, [0, 0, 0], [batch, length, width]), tf.div(ofMean, length));
      },
    };
  })(tokens);
}

/**
 * From the tower's grid to what the Q-Former reads: standardised channels, one more token that is their mean over the
 * image, a projection with layer norm, and learned row and column embeddings.
 * float32[B, G·G, C] → float32[B, G·G + 1, D].
 */
export class ImageTokens extends Module {
  readonly scale: FeatureScale;
  readonly #projection: Linear;
  readonly #norm: LayerNorm;
  readonly #rows: Variable;
  readonly #columns: Variable;
  readonly #whole: Variable;

  constructor(config: NadirMiniConfig, random: Random) {
    super();
    const { grid, channels } = tower;
    this.scale = this.child('scale', new FeatureScale());
    this.#projection = this.child('projection', new Linear(channels, config.width, random, { bias: true }));
    this.#norm = this.child('norm', new LayerNorm(config.width, 1e-5));
    this.#rows = this.parameter('row_embedding', [grid, 1, config.width], normal(random, 0.1));
    this.#columns = this.parameter('column_embedding', [1, grid, config.width], normal(random, 0.1));
    this.#whole = this.parameter('whole_embedding', [1, config.width], normal(random, 0.1));
  }

  apply(features: Tensor, dropout: Dropout | null): Tensor {
    // The mean of what is projected is the projection of the mean, and a third as wide.
    const tokens = withMean(this.scale.project(features, this.#projection)); // [B, G·G + 1, D]
    const projected = this.#norm.apply(tokens); // [B, G·G + 1, D]
    const places = tf.reshape(tf.add(this.#rows, this.#columns), [tower.grid ** 2, -1]); // [G·G, D]
    return dropped(tf.add(projected, tf.concat([places, this.#whole], 0)), dropout);
  }
}
