import { type Tensor, type Tensor2D, type Tensor4D, tf, type Variable } from '../../tensor/backend.ts';
import { normal } from '../../tensor/initializers.ts';
import { Linear } from '../../tensor/layers/linear.ts';
import type { KeysAndValues } from '../../tensor/layers/multi-head-attention.ts';
import { RmsNorm } from '../../tensor/layers/norms.ts';
import { hiddenScore } from '../../tensor/masks.ts';
import { Module } from '../../tensor/module.ts';
import { checkpointed } from '../../tensor/ops/checkpointed.ts';
import { embed } from '../../tensor/ops/embedding.ts';
import type { Random } from '../../tensor/random.ts';
import { tidied } from '../../tensor/tidied.ts';
import type { BlockCache } from '../block-cache.ts';
import { CachedDecodingState } from '../cached-decoding-state.ts';
import type { DecodingState } from '../captioner.ts';
import { LlamaBlock } from './block.ts';
import { headWidthOf, type LlamaConfig, ropeOf } from './config.ts';
import { type RotaryAngles, rotaryAngles } from './rotary.ts';

// Axis legend: B prefixes, P prefix length, N sequences (a multiple of B), T length, S sources, D width, V vocabulary.

/** Data of N · T tokens besides their embeddings. */
export interface LlamaTokens {
  /** The position of each: N · T values. */
  readonly positions: Int32Array;
  /** 1 for each source that may be seen, past ones first: N · S values; null when all may. */
  readonly mask: Uint8Array | null;
}

/** Llama (Touvron et al. 2023): a decoder with rotary positions, RMS norms and gated feed-forward parts. */
export class Llama extends Module {
  readonly config: LlamaConfig;
  /** Computes blocks a second time for the gradient instead of keeping what they computed: less memory, more time. */
  checkpointing = false;
  readonly #embedding: Variable;
  readonly #blocks: readonly LlamaBlock[];
  readonly #norm: RmsNorm;
  readonly #head: Linear | null;

  /** `random` null leaves the weights blank, for a checkpoint that is about to be read. */
  constructor(config: LlamaConfig, random: Random | null) {
    super();
    this.config = config;
    const { hidden_size: width, vocab_size: words } = config;
    this.#embedding = this.parameter('embedding', [words, width], normal(random, 0.02));
    this.#blocks = Array.from({ length: config.num_hidden_layers }, (_, index) =>
      this.child(`block.${index}`, new LlamaBlock(config, random)),
    );
    this.#norm = this.child('final_norm', new RmsNorm(width, config.rms_norm_eps));
    this.#head = config.tie_word_embeddings ? null : this.child('head', new Linear(width, words, random));
  }

  /** Embeddings of N · T ids: float32[N, T, D]. */
  embed(tokens: Int32Array, length: number): Tensor {
    return tf.reshape(this.#rows(tokens), [tokens.length / length, length, this.config.hidden_size]);
  }

  /**
   * embeddings float32[N, T, D] behind what is in `caches` → hidden float32[N, T, D] after the last norm, and caches. One
   * token may be float32[N, D], which spares most reshapes.
   */
  apply(
    embeddings: Tensor,
    tokens: LlamaTokens,
    caches: readonly BlockCache[] | null,
  ): { readonly hidden: Tensor; readonly caches: BlockCache[] } {
    const [batch] = embeddings.shape as [number];
    const length = embeddings.rank === 2 ? 1 : embeddings.shape[1]!;
    const past = caches?.[0]?.past?.keys.shape[2] ?? 0;
    const angles = rotaryAngles(tokens.positions, length, headWidthOf(this.config), ropeOf(this.config));
    const bias = scoreBias(tokens.mask, batch, length, past);
    let hidden = embeddings;
    const next = this.#blocks.map((block, index): BlockCache => {
      const own = caches?.[index]?.past ?? null;
      const result =
        this.checkpointing && !own
          ? { hidden: recomputed(block, hidden, angles, bias), past: null }
          : tidied(() => block.apply(hidden, angles, own, bias));
      hidden = result.hidden;
      return { past: result.past, memory: null };
    });
    return { hidden: this.#norm.apply(hidden), caches: next };
  }

  /** Hidden states float32[…, D] → logits float32[N · T, V]. */
  words(hidden: Tensor): Tensor2D {
    const rows = (hidden.rank === 2 ? hidden : tf.reshape(hidden, [-1, this.config.hidden_size])) as Tensor2D;
    if (this.#head) return this.#head.apply(rows) as Tensor2D;
    return tf.matMul(rows, this.#embedding as unknown as Tensor2D, false, true);
  }

  /**
   * Begins `sequencesPerPrefix` sequences behind each prefix float32[B, P, D], of which `mask` (B · P values) says what
   * is not padding: padding takes no place and is never seen. What the state is given first stands behind the prefix.
   */
  begin(prefix: Tensor, mask: ArrayLike<number> | null, sequencesPerPrefix: number): DecodingState {
    const [prefixes, length] = prefix.shape as [number, number];
    const kept = Uint8Array.from({ length: prefixes * length }, (_, at) => (mask && !mask[at] ? 0 : 1));
    const positions = countedPositions(kept, length);
    const hides = kept.some((seen) => seen === 0);
    const keptOf = (one: number): Uint8Array => kept.subarray(one * length, (one + 1) * length);
    const ends = Int32Array.from({ length: prefixes }, (_, one) =>
      keptOf(one).reduce((count, seen) => count + seen, 0),
    );
    let written = 0;
    return new CachedDecodingState(
      prefixes,
      sequencesPerPrefix,
      () => {
        const { caches } = this.apply(prefix, { positions, mask: hides ? kept : null }, null);
        return caches.map(({ past }) => ({ past: past && repeated(past, sequencesPerPrefix), memory: null }));
      },
      (tokens, caches, remaining) => {
        // Sequences stay with their prefix when others take their place, so what is said of it holds for each of them.
        const prefixOf = (row: number): number => remaining[Math.floor(row / sequencesPerPrefix)]!;
        const sources = length + written + 1;
        const seen = hides ? new Uint8Array(tokens.length * sources).fill(1) : null;
        for (const row of tokens.keys()) seen?.set(keptOf(prefixOf(row)), row * sources);
        const positions = Int32Array.from(tokens, (_, row) => ends[prefixOf(row)]! + written);
        const next = this.apply(this.#rows(tokens), { positions, mask: seen }, caches);
        written++;
        return { logits: this.words(next.hidden), caches: next.caches };
      },
    );
  }

  /** Embeddings of N ids: float32[N, D]. */
  #rows(tokens: Int32Array): Tensor2D {
    return embed(this.#embedding as unknown as Tensor2D, tokens);
  }
}

/** Places that count only what is not padding, as generation counts them: 1 1 0 0 1 stand at 0 1 1 1 2. */
export function countedPositions(mask: Uint8Array, length: number): Int32Array {
  const positions = new Int32Array(mask.length);
  for (let from = 0; from < mask.length; from += length)
    for (let at = from, seen = 0; at < from + length; at++) {
      seen += mask[at]!;
      positions[at] = Math.max(seen - 1, 0);
    }
  return positions;
}

/** The mask of later tokens and padding, as scores: later tokens and padding, float32[N or 1, 1, T, S]. */
function scoreBias(mask: Uint8Array | null, batch: number, length: number, past: number): Tensor4D | undefined {
  const sources = past + length;
  if (!mask && length === 1) return undefined;
  const rows = mask ? batch : 1;
  const scores = new Float32Array(rows * length * sources);
  for (let row = 0; row < rows; row++)
    for (let target = 0; target < length; target++)
      for (let source = 0; source < sources; source++)
        if (source > past + target || (mask && !mask[row * sources + source]))
          scores[(row * length + target) * sources + source] = hiddenScore;
  return tf.tensor4d(scores, [rows, 1, length, sources]);
}

function repeated({ keys, values }: KeysAndValues, times: number): KeysAndValues {
  if (times === 1) return { keys, values };
  const rows = Int32Array.from({ length: keys.shape[0] * times }, (_, row) => Math.floor(row / times));
  const index = tf.tensor1d(rows, 'int32');
  return { keys: tf.gather(keys, index) as Tensor4D, values: tf.gather(values, index) as Tensor4D };
}

function recomputed(block: LlamaBlock, hidden: Tensor, { cos, sin }: RotaryAngles, bias: Tensor4D | undefined): Tensor {
  const parameters = [...block.trainableParameters().values()];
  const constants = [cos, sin, ...(bias ? [bias] : [])];
  return checkpointed({ inputs: [hidden], constants, parameters }, ([x, cosines, sines, scores]) => {
    return block.apply(x!, { cos: cosines!, sin: sines! }, null, scores as Tensor4D | undefined).hidden;
  });
}
