import { type Tensor, type Tensor4D, tf, type Variable } from '../../tensor/backend.ts';
import { type Dropout, dropped } from '../../tensor/dropout.ts';
import { normal } from '../../tensor/initializers.ts';
import { Linear } from '../../tensor/layers/linear.ts';
import { LayerNorm } from '../../tensor/layers/norms.ts';
import { Module } from '../../tensor/module.ts';
import { activations } from '../../tensor/ops/activations.ts';
import type { Random } from '../../tensor/random.ts';
import { tidied } from '../../tensor/tidied.ts';
import { BertEmbeddings } from '../bert/embeddings.ts';
import { BertLayer, Residual } from '../bert/layer.ts';
import type { QFormerConfig } from './config.ts';

// Axis legend: B images, Q queries, L instruction length, S image tokens, D width, I image width.

/** Words of the instruction for each image, B · L ids, and which of them are not padding. */
export interface Instruction {
  readonly tokens: Int32Array;
  readonly length: number;
  /** float32[B, 1, 1, Q + L], 0 at queries and words and far below at padding; undefined when none is padding. */
  readonly bias: Tensor4D | undefined;
}

/** BERT's layer in which only the queries look at the image, and words have a feed-forward part of their own. */
class QFormerLayer extends BertLayer {
  readonly #words: { readonly residual: Residual; readonly intermediate: Linear; readonly output: Linear } | null;
  readonly #activate: (x: Tensor) => Tensor;

  constructor(config: QFormerConfig, hasCrossAttention: boolean, random: Random | null) {
    const { width, feedForwardWidth, activation = 'gelu' } = config;
    super({ ...config, activation, memoryWidth: hasCrossAttention ? config.imageWidth : null }, random);
    this.#activate = activations[activation];
    this.#words = config.instruction
      ? {
          residual: this.child('word_feed_forward_residual', new Residual(config)),
          intermediate: this.child('word_intermediate', new Linear(width, feedForwardWidth, random, { bias: true })),
          output: this.child('word_output', new Linear(feedForwardWidth, width, random, { bias: true })),
        }
      : null;
  }

  /** hidden float32[B, Q + L, D], queries first. */
  apply(hidden: Tensor, queries: number, image: Tensor, bias: Tensor4D | undefined, dropout: Dropout | null): Tensor {
    const attended = this.attend(hidden, null, bias, dropout).hidden;
    const [batch, length, width] = attended.shape as [number, number, number];
    const isAlone = length === queries;
    const own = isAlone ? attended : tf.slice(attended, [0, 0, 0], [batch, queries, width]); // [B, Q, D]
    const read = this.feed(this.look(own, this.projectMemory(image), dropout), dropout);
    if (isAlone) return read;
    const { residual, intermediate, output } = this.#words!;
    const words = tf.slice(attended, [0, queries, 0], [batch, length - queries, width]); // [B, L, D]
    const fed = residual.apply(words, dropout, (x) =>
      output.apply(dropped(this.#activate(intermediate.apply(x)), dropout)),
    );
    return tf.concat([read, fed], 1);
  }
}

/** Learned query tokens that look at each other, at an instruction and at the image: float32[B, S, I] → float32[B, Q, D]. */
export class QFormer extends Module {
  readonly #config: QFormerConfig;
  readonly #queries: Variable;
  readonly #instruction: BertEmbeddings | null;
  readonly #layers: readonly QFormerLayer[];
  readonly #norm: LayerNorm;

  constructor(config: QFormerConfig, random: Random | null) {
    super();
    this.#config = config;
    this.#queries = this.parameter('query_tokens', [1, config.queries, config.width], normal(random, 0.5));
    const { instruction, width } = config;
    this.#instruction = instruction
      ? this.child('instruction', new BertEmbeddings({ ...instruction, width }, random))
      : null;
    this.#layers = Array.from({ length: config.layers }, (_, index) =>
      this.child(`layer.${index}`, new QFormerLayer(config, index % config.crossAttentionEvery === 0, random)),
    );
    // After the last layer where norms stand before, on the query tokens where they stand after: as in BERT.
    this.#norm = this.child('norm', new LayerNorm(config.width, config.epsilon));
  }

  get queries(): number {
    return this.#config.queries;
  }

  /** Reads the image through the queries. */
  apply(image: Tensor, dropout: Dropout | null, instruction: Instruction | null = null): Tensor {
    const hidden = this.applyWhole(image, dropout, instruction);
    const [batch, length, width] = hidden.shape as [number, number, number];
    const { queries } = this.#config;
    return length === queries ? hidden : tf.slice(hidden, [0, 0, 0], [batch, queries, width]); // [B, Q, D]
  }

  /** Queries and, behind them, the instruction's words: float32[B, Q + L, D]. */
  applyWhole(image: Tensor, dropout: Dropout | null, instruction: Instruction | null): Tensor {
    // Until they look at the images, the queries alone are the same for all of them; but dropout is drawn for each.
    const isShared = !instruction && !dropout;
    const repeated = isShared ? this.#queries : tf.tile(this.#queries, [image.shape[0]!, 1, 1]); // [B or 1, Q, D]
    const words = instruction && this.#instruction?.apply(instruction.tokens, instruction.length); // [B, L, D]
    const begin = words ? tf.concat([repeated, words], 1) : repeated;
    const isAfter = this.#config.norm === 'after';
    let hidden: Tensor = dropped(isAfter ? this.#norm.apply(begin) : begin, dropout);
    for (const layer of this.#layers)
      hidden = tidied(() => layer.apply(hidden, this.#config.queries, image, instruction?.bias, dropout));
    return isAfter ? hidden : this.#norm.apply(hidden);
  }
}
