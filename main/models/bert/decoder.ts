import { type Tensor, type Tensor2D, type Tensor4D, tf, type Variable } from '../../tensor/backend.ts';
import { type Dropout, dropped } from '../../tensor/dropout.ts';
import { constant } from '../../tensor/initializers.ts';
import { Linear } from '../../tensor/layers/linear.ts';
import { LayerNorm } from '../../tensor/layers/norms.ts';
import { causalBias } from '../../tensor/masks.ts';
import { Module } from '../../tensor/module.ts';
import type { ActivationName } from '../../tensor/ops/activation-names.ts';
import { activations } from '../../tensor/ops/activations.ts';
import { checkpointed } from '../../tensor/ops/checkpointed.ts';
import type { Random } from '../../tensor/random.ts';
import { tidied } from '../../tensor/tidied.ts';
import type { BlockCache } from '../block-cache.ts';
import { CachedDecodingState } from '../cached-decoding-state.ts';
import type { DecodingState } from '../captioner.ts';
import { tokenRows } from '../token-rows.ts';
import { BertEmbeddings } from './embeddings.ts';
import { BertLayer } from './layer.ts';

// Axis legend: B images, S image tokens, N sequences (a multiple of B), T length, D width, V vocabulary.

export interface BertDecoderConfig {
  readonly vocabularySize: number;
  readonly positions: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly feedForwardWidth: number;
  readonly activation: ActivationName;
  /** Width of the image tokens it looks at. */
  readonly memoryWidth: number;
  readonly epsilon: number;
}

/** BERT as a decoder (Li et al. 2022): causal self-attention, cross-attention to image tokens, a tied head with a bias. */
export class BertDecoder extends Module {
  readonly config: BertDecoderConfig;
  /** Computes layers a second time for the gradient instead of keeping what they computed: less memory, more time. */
  checkpointing = false;
  readonly #embeddings: BertEmbeddings;
  readonly #norm: LayerNorm;
  readonly #layers: readonly BertLayer[];
  readonly #transform: Linear;
  readonly #transformNorm: LayerNorm;
  readonly #bias: Variable;

  /** `random` null leaves the weights blank, for a checkpoint that is about to be read. */
  constructor(config: BertDecoderConfig, random: Random | null) {
    super();
    this.config = config;
    const { width, epsilon, layers } = config;
    this.#embeddings = this.child('embeddings', new BertEmbeddings(config, random));
    this.#norm = this.child('norm', new LayerNorm(width, epsilon));
    this.#layers = Array.from({ length: layers }, (_, index) =>
      this.child(`layer.${index}`, new BertLayer({ ...config, norm: 'after' }, random)),
    );
    this.#transform = this.child('transform', new Linear(width, width, random, { bias: true }));
    this.#transformNorm = this.child('transform_norm', new LayerNorm(width, epsilon));
    this.#bias = this.parameter('head_bias', [config.vocabularySize], constant(0));
  }

  /**
   * inputs of N · T ids behind what is in `caches` → logits float32[N · T, V] of what follows each, and caches that
   * include them. `mask` float32[N, 1, 1, T] hides ids that are padding; with `lengths` there are logits only of those that
   * are none.
   */
  apply(
    inputs: Int32Array,
    length: number,
    caches: readonly BlockCache[],
    dropout: Dropout | null,
    { mask, lengths }: { readonly mask?: Tensor4D | undefined; readonly lengths?: readonly number[] | undefined } = {},
  ): { readonly logits: Tensor2D; readonly caches: BlockCache[] } {
    const past = caches[0]?.past?.keys.shape[2] ?? 0;
    const causal = length > 1 ? causalBias(length, past) : undefined;
    const bias = causal && mask ? tf.add<Tensor4D>(causal, mask) : causal;
    const embedded = this.#embeddings.apply(inputs, length, past);
    // A single token needs no axis for its place, and spares most reshapes.
    const tokens = length === 1 ? tf.reshape(embedded, [inputs.length, this.config.width]) : embedded;
    let hidden = dropped(this.#norm.apply(tokens), dropout);
    const next = this.#layers.map((layer, index): BlockCache => {
      const cache = caches[index]!;
      const result = this.checkpointing
        ? recomputed(layer, hidden, bias, cache, dropout)
        : tidied(() => apply(layer, hidden, bias, cache, dropout));
      hidden = result.hidden;
      return { past: result.past, memory: cache.memory };
    });
    return { logits: this.#words(tokenRows(hidden, lengths)), caches: next };
  }

  /** The caches of sequences that have not begun, with image tokens float32[B, S, M] as their memory. */
  start(memory: Tensor): BlockCache[] {
    return this.#layers.map((layer) => ({ past: null, memory: tidied(() => layer.projectMemory(memory)) }));
  }

  /** Begins `sequencesPerImage` sequences for each memory. */
  begin(memory: Tensor, sequencesPerImage: number): DecodingState {
    return new CachedDecodingState(
      memory.shape[0]!,
      sequencesPerImage,
      () => this.start(memory),
      (tokens, caches) => this.apply(tokens, 1, caches, null),
    );
  }

  #words(rows: Tensor2D): Tensor2D {
    const active = activations[this.config.activation](this.#transform.apply(rows));
    const ready = this.#transformNorm.apply(active) as Tensor2D;
    return tf.add(tf.matMul(ready, this.#embeddings.words as unknown as Tensor2D, false, true), this.#bias);
  }
}

interface LayerResult {
  readonly hidden: Tensor;
  readonly past: BlockCache['past'];
}

function apply(
  layer: BertLayer,
  hidden: Tensor,
  bias: Tensor4D | undefined,
  { past, memory }: BlockCache,
  dropout: Dropout | null,
): LayerResult {
  const attended = layer.attend(hidden, past, bias, dropout);
  return { hidden: layer.feed(layer.look(attended.hidden, memory, dropout), dropout), past: attended.past };
}

function recomputed(
  layer: BertLayer,
  hidden: Tensor,
  bias: Tensor4D | undefined,
  { past, memory }: BlockCache,
  dropout: Dropout | null,
): LayerResult {
  if (past || !memory) throw new RangeError('Layers are recomputed in training only, where no tokens are past.');
  const read = {
    inputs: [hidden, memory.keys, memory.values],
    constants: bias ? [bias] : [],
    parameters: [...layer.trainableParameters().values()],
    dropout,
  };
  const compute = (tensors: readonly Tensor[], masks: Dropout | null): Tensor => {
    const [x, keys, values, scores] = tensors as Tensor4D[];
    return apply(layer, x!, scores, { past: null, memory: { keys: keys!, values: values! } }, masks).hidden;
  };
  return { hidden: checkpointed(read, compute), past: null };
}
