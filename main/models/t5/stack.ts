import { type Tensor, type Tensor2D, type Tensor4D, tf, type Variable } from '../../tensor/backend.ts';
import { type Dropout, dropped } from '../../tensor/dropout.ts';
import { normal } from '../../tensor/initializers.ts';
import { RmsNorm } from '../../tensor/layers/norms.ts';
import { Module } from '../../tensor/module.ts';
import { embed } from '../../tensor/ops/embedding.ts';
import type { Random } from '../../tensor/random.ts';
import { type BlockCache, T5Block } from './block.ts';
import type { T5StackConfig } from './config.ts';
import { relativeBucket } from './relative-position.ts';

// Axis legend: N sequences, T targets, S keys, H heads, D width.

/** Far below any score, and still finite: −Infinity minus itself would be no number. */
const hiddenScore = -1e9;

/** A T5-style encoder or decoder: blocks that share one table of relative position biases, and a last norm. */
export class T5Stack extends Module {
  readonly config: T5StackConfig;
  readonly #bias: Variable;
  readonly #blocks: readonly T5Block[];
  readonly #norm: RmsNorm;

  constructor(config: T5StackConfig, random: Random) {
    super();
    this.config = config;
    this.#bias = this.parameter('relative_attention_bias', [config.buckets, config.heads], normal(random, 0.02));
    this.#blocks = Array.from({ length: config.layers }, (_, index) =>
      this.child(`block.${index}`, new T5Block(config, random)),
    );
    this.#norm = this.child('final_norm', new RmsNorm(config.width, config.epsilon));
  }

  /** The caches of a sequence that has not begun; memory float32[B, S, M] for a decoder. */
  begin(memory: Tensor | null): BlockCache[] {
    return this.#blocks.map((block) => ({ past: null, memory: memory && block.projectMemory(memory) }));
  }

  /** embeddings float32[N, T, D] of the next T tokens → float32[N, T, D], and caches that include them. */
  apply(
    embeddings: Tensor,
    caches: readonly BlockCache[],
    dropout: Dropout | null,
  ): { readonly hidden: Tensor; readonly caches: BlockCache[] } {
    const targets = embeddings.shape[1]!;
    const bias = this.#positionBias(caches[0]?.past?.keys.shape[2] ?? 0, targets);
    let hidden = dropped(embeddings, dropout);
    const next = this.#blocks.map((block, index): BlockCache => {
      const cache = caches[index]!;
      const result = block.apply(hidden, bias, cache, dropout);
      hidden = result.hidden;
      return { past: result.past, memory: cache.memory };
    });
    return { hidden: dropped(this.#norm.apply(hidden), dropout), caches: next };
  }

  /** Biases of `targets` queries after `past` others over all of them: float32[1, H, T, past + T]. */
  #positionBias(past: number, targets: number): Tensor4D {
    const keys = past + targets;
    const isDecoder = this.config.memoryWidth !== null;
    const buckets = new Int32Array(targets * keys);
    const hidden = new Float32Array(targets * keys);
    for (let query = 0; query < targets; query++)
      for (let key = 0; key < keys; key++) {
        const distance = key - (past + query);
        buckets[query * keys + key] = relativeBucket(distance, this.config);
        if (isDecoder && distance > 0) hidden[query * keys + key] = hiddenScore;
      }
    const table = embed(this.#bias as unknown as Tensor2D, buckets); // [T · S, H]
    const bias = tf.reshape(tf.transpose(table), [1, this.config.heads, targets, keys]) as Tensor4D; // [1, H, T, S]
    return isDecoder && targets > 1 ? tf.add(bias, tf.tensor4d(hidden, [1, 1, targets, keys])) : bias;
  }
}
