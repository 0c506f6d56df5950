import { type Tensor, type Tensor4D, tf, type Variable } from '../../tensor/backend.ts';
import { normal } from '../../tensor/initializers.ts';
import { Linear } from '../../tensor/layers/linear.ts';
import { LayerNorm } from '../../tensor/layers/norms.ts';
import { Module } from '../../tensor/module.ts';
import { activations } from '../../tensor/ops/activations.ts';
import { attention } from '../../tensor/ops/attention.ts';
import { checkpointed } from '../../tensor/ops/checkpointed.ts';
import type { Random } from '../../tensor/random.ts';
import { tidied } from '../../tensor/tidied.ts';
import { type VitConfig, vitTokens } from './config.ts';

// Axis legend: B images, P patches, T = P + 1 tokens, D width, H heads, W head width.

/** A pre-norm block: joint projection of queries, keys and values, then a feed-forward part. */
class VitBlock extends Module {
  readonly #config: VitConfig;
  readonly #norm1: LayerNorm;
  readonly #qkv: Linear;
  readonly #projection: Linear;
  readonly #norm2: LayerNorm;
  readonly #fc1: Linear;
  readonly #fc2: Linear;

  constructor(config: VitConfig, random: Random | null) {
    super();
    const { hidden_size: width, intermediate_size: inner, layer_norm_eps: epsilon, qkv_bias: bias } = config;
    this.#config = config;
    this.#norm1 = this.child('norm1', new LayerNorm(width, epsilon));
    this.#qkv = this.child('qkv', new Linear(width, 3 * width, random, { bias }));
    this.#projection = this.child('projection', new Linear(width, width, random, { bias: true }));
    this.#norm2 = this.child('norm2', new LayerNorm(width, epsilon));
    this.#fc1 = this.child('fc1', new Linear(width, inner, random, { bias: true }));
    this.#fc2 = this.child('fc2', new Linear(inner, width, random, { bias: true }));
  }

  /** float32[B, T, D] → float32[B, T, D]. */
  apply(hidden: Tensor): Tensor {
    const seen = tf.add(hidden, this.#attend(this.#norm1.apply(hidden)));
    const inner = activations[this.#config.hidden_act](this.#fc1.apply(this.#norm2.apply(seen)));
    return tf.add(seen, this.#fc2.apply(inner));
  }

  #attend(x: Tensor): Tensor {
    const { hidden_size: width, num_attention_heads: heads } = this.#config;
    const [batch, tokens] = x.shape as [number, number];
    const joint = tf.reshape(this.#qkv.apply(x), [batch, tokens, 3, heads, width / heads]);
    const [q, k, v] = tf.unstack(tf.transpose(joint, [2, 0, 3, 1, 4])) as [Tensor4D, Tensor4D, Tensor4D]; // [B, H, T, W]
    const heard = attention(q, k, v, { scale: (width / heads) ** -0.5 });
    return this.#projection.apply(tf.reshape(tf.transpose(heard, [0, 2, 1, 3]), [batch, tokens, width]));
  }
}

/** The vision transformer of EVA-CLIP and BLIP (Dosovitskiy et al. 2021): patches, a class token, learned places. */
export class Vit extends Module {
  readonly config: VitConfig;
  /** Computes blocks a second time for the gradient instead of keeping what they computed: less memory, more time. */
  checkpointing = false;
  readonly #patches: Variable;
  readonly #patchBias: Variable;
  readonly #class: Variable;
  readonly #places: Variable;
  readonly #blocks: readonly VitBlock[];
  readonly #norm: LayerNorm;

  constructor(config: VitConfig, random: Random | null) {
    super();
    this.config = config;
    const { hidden_size: width, patch_size: patch } = config;
    this.#patches = this.parameter('patch.weight', [patch, patch, 3, width], normal(random, 1 / (patch * 3 ** 0.5)));
    this.#patchBias = this.parameter('patch.bias', [width], normal(random, 0.02));
    this.#class = this.parameter('class_token', [1, 1, width], normal(random, 0.02));
    this.#places = this.parameter('position_embedding', [1, vitTokens(config), width], normal(random, 0.02));
    this.#blocks = Array.from({ length: config.num_hidden_layers }, (_, index) =>
      this.child(`block.${index}`, new VitBlock(config, random)),
    );
    this.#norm = this.child('final_norm', new LayerNorm(width, config.layer_norm_eps));
  }

  /** Standardised pixels float32[B, size, size, 3] → tokens float32[B, T, D], the class token first. */
  apply(images: Tensor4D): Tensor {
    const { patch_size: patch, hidden_size: width } = this.config;
    const batch = images.shape[0];
    const seen = tf.conv2d(images, this.#patches as unknown as Tensor4D, patch, 'valid'); // [B, √P, √P, D]
    const patches = tf.add(tf.reshape(seen, [batch, -1, width]), this.#patchBias); // [B, P, D]
    const begin = tf.concat([tf.tile(this.#class, [batch, 1, 1]), patches], 1); // [B, T, D]
    let hidden: Tensor = tf.add(begin, this.#places);
    for (const block of this.#blocks)
      hidden = this.checkpointing
        ? checkpointed({ inputs: [hidden], parameters: [...block.trainableParameters().values()] }, ([x]) =>
            block.apply(x!),
          )
        : tidied(() => block.apply(hidden));
    return this.#norm.apply(hidden);
  }
}
