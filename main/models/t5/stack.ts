import { type Tensor, type Tensor2D, type Tensor4D, tf, type Variable } from '../../tensor/backend.ts';
import { type Dropout, dropped } from '../../tensor/dropout.ts';
import { normal } from '../../tensor/initializers.ts';
import { RmsNorm } from '../../tensor/layers/norms.ts';
import type { PackedRows } from '../../tensor/layers/packed-rows.ts';
import { hiddenScore } from '../../tensor/masks.ts';
import { Module } from '../../tensor/module.ts';
import { checkpointed } from '../../tensor/ops/checkpointed.ts';
import { embed } from '../../tensor/ops/embedding.ts';
import type { Random } from '../../tensor/random.ts';
import { tidied } from '../../tensor/tidied.ts';
import type { BlockCache } from '../block-cache.ts';
import { T5Block } from './block.ts';
import type { T5StackConfig } from './config.ts';
import { relativeBucket } from './relative-position.ts';

// Axis legend: N sequences, T targets, S keys, H heads, D width.

/** A T5-style encoder or decoder: blocks that share one table of relative position biases, and a last norm. */
export class T5Stack extends Module {
  readonly config: T5StackConfig;
  /** Computes blocks a second time for the gradient instead of keeping what they computed: less memory, more time. */
  checkpointing = false;
  readonly #bias: Variable;
  readonly #blocks: readonly T5Block[];
  readonly #norm: RmsNorm;

  constructor(config: T5StackConfig, random: Random | null) {
    super();
    this.config = config;
    this.#bias = this.parameter('relative_attention_bias', [config.buckets, config.heads], normal(random, 0.02));
    this.#blocks = Array.from({ length: config.layers }, (_, index) =>
      this.child(`block.${index}`, new T5Block(config, random)),
    );
    this.#norm = this.child('final_norm', new RmsNorm(config.width, config.epsilon));
  }

  /**
   * The caches of a sequence that has not begun; memory float32[B, S, M] for a decoder, with `memoryBias` float32[B, 1,
   * 1, S] where a part of it is padding.
   */
  begin(memory: Tensor | null, memoryBias?: Tensor4D): BlockCache[] {
    return this.#blocks.map((block) => ({
      past: null,
      memory: memory && tidied(() => block.projectMemory(memory, memoryBias)),
    }));
  }

  /**
   * embeddings float32[N, T, D] of the next T tokens → float32[N, T, D], and caches that include them. One token may be
   * float32[N, D], which spares most reshapes. `mask` float32[N, 1, 1, T] hides tokens that are padding from the others of
   * an encoder. Sequences of unequal length that begin here may be packed, float32[R + 1, D].
   */
  apply(
    embeddings: Tensor,
    caches: readonly BlockCache[],
    dropout: Dropout | null,
    mask?: Tensor4D,
    packed?: PackedRows,
  ): { readonly hidden: Tensor; readonly caches: BlockCache[] } {
    if (packed && this.checkpointing) throw new RangeError('What is recomputed cannot be packed.');
    const targets = packed?.own.length ?? (embeddings.rank === 2 ? 1 : embeddings.shape[1]!);
    const position = this.#positionBias(caches[0]?.past?.keys.shape[2] ?? 0, targets);
    const bias = mask ? tf.add<Tensor4D>(position, mask) : position;
    let hidden = dropped(embeddings, dropout);
    const next = this.#blocks.map((block, index): BlockCache => {
      const cache = caches[index]!;
      const result = this.checkpointing
        ? this.#recomputed(block, hidden, bias, cache, dropout)
        : tidied(() => block.apply(hidden, bias, cache, dropout, packed));
      hidden = result.hidden;
      return { past: result.past, memory: cache.memory };
    });
    return { hidden: dropped(this.#norm.apply(hidden), dropout), caches: next };
  }

  /** A block whose inner values are not kept for the gradient; it begins a sequence and leaves no cache. */
  #recomputed(
    block: T5Block,
    hidden: Tensor,
    bias: Tensor4D,
    { past, memory }: BlockCache,
    dropout: Dropout | null,
  ): { readonly hidden: Tensor; readonly past: null } {
    if (past) throw new RangeError('Blocks are recomputed in training only, where no tokens are past.');
    const read = {
      inputs: [hidden, bias, ...(memory ? [memory.keys, memory.values] : [])],
      constants: memory?.bias ? [memory.bias] : [],
      parameters: [...block.trainableParameters().values()],
      dropout,
    };
    const compute = (tensors: readonly Tensor[], masks: Dropout | null): Tensor => {
      const [x, scores, keys, values, memoryBias] = tensors as Tensor4D[];
      const source = memory && { keys: keys!, values: values!, bias: memoryBias };
      return block.apply(x!, scores!, { past: null, memory: source }, masks).hidden;
    };
    return { hidden: checkpointed(read, compute), past: null };
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
