import { type Tensor, type Tensor4D, tf, type Variable } from '../../tensor/backend.ts';
import { constant } from '../../tensor/initializers.ts';
import { Module } from '../../tensor/module.ts';
import { tinyDarknetConfig as config } from './config.ts';

// Axis legend: B images, G grid side, C channels.

class Convolution extends Module {
  readonly #weight: Variable;
  readonly #bias: Variable;

  constructor(kernel: number, input: number, filters: number) {
    super();
    this.#weight = this.parameter('weight', [kernel, kernel, input, filters], constant(0));
    this.#bias = this.parameter('bias', [filters], constant(0));
  }

  /** With `pooled`, the 2×2 maximum too: it commutes with bias and rectifier, which then touch a quarter of the map. */
  apply(x: Tensor4D, pooled: boolean): Tensor4D {
    const y = tf.conv2d(x, this.#weight as unknown as Tensor4D, 1, 'same');
    return tf.leakyRelu(tf.add(pooled ? tf.maxPool(y, 2, 2, 'same') : y, this.#bias), config.leak) as Tensor4D;
  }
}

/** The frozen vision tower. Its weights come from a state dict; batch norm is folded into the convolutions. */
export class TinyDarknet extends Module {
  readonly #convolutions = new Map<string, Convolution>();

  constructor() {
    super();
    for (const step of config.steps)
      if (step.kind === 'convolution')
        this.#convolutions.set(
          step.name,
          this.child(step.name, new Convolution(step.kernel, step.input, step.filters)),
        );
    this.freeze();
  }

  /**
   * Image tokens before standardisation: RGB in [0, 1], float32[B, 256, 256, 3] → float32[B, G·G, 896], row by row from
   * the upper left.
   */
  tokens(images: Tensor4D): Tensor {
    return tf.tidy(() => {
      let map = images;
      const outputs: Tensor4D[] = [];
      for (const [index, step] of config.steps.entries()) {
        if (step.kind === 'pool') continue;
        const isOutput = (config.outputs as readonly string[]).includes(step.name);
        const isPooled = config.steps[index + 1]?.kind === 'pool';
        map = this.#convolutions.get(step.name)!.apply(map, isPooled && !isOutput);
        if (isOutput) {
          const window = map.shape[1] / config.grid;
          outputs.push(tf.avgPool(map, window, window, 'valid')); // [B, G, G, C]
          if (isPooled) map = tf.maxPool(map, 2, 2, 'same');
        }
      }
      return tf.reshape(tf.concat(outputs, 3), [images.shape[0], config.grid ** 2, config.channels]); // [B, G·G, 896]
    });
  }
}
