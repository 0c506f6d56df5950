import type { Captioner, DecodingState } from '../../main/models/captioner.ts';
import { type NamedTensorMap, type Tensor, type Tensor2D, tf, type Variable } from '../../main/tensor/backend.ts';
import type { Dropout } from '../../main/tensor/dropout.ts';
import { AdamW } from '../../main/training/adamw.ts';

/** Ids of the words that a bigram captioner writes. */
export const word = { end: 2, unknown: 3, a: 4, b: 5, c: 6 } as const;
export const start = 1;
export const vocabularySize = 7;

/**
 * The smallest captioner that can be trained: the logits of the next word are the row of the last word in one table, so
 * that losses and gradients can be worked out by hand. With a table of zeros each of the four allowed words (end, a, b,
 * c) has probability ¼ when it writes.
 */
export class BigramCaptioner implements Captioner {
  readonly vocabularySize = vocabularySize;
  readonly special = { padding: 0, start, end: word.end, forbidden: [0, start, word.unknown] };
  readonly table: Variable;
  /** The dropout that each encoding and each pass of logits was asked for; nothing is dropped here. */
  readonly dropouts: (Dropout | null)[] = [];

  constructor() {
    this.table = tf.tidy(() => tf.variable(tf.zeros([vocabularySize, vocabularySize])));
  }

  set(last: number, next: number, logit: number): void {
    tf.tidy(() => {
      const rows = this.table.arraySync() as number[][];
      rows[last]![next] = logit;
      this.table.assign(tf.tensor2d(rows));
    });
  }

  parameters(): Map<string, Variable> {
    return new Map([['table', this.table]]);
  }

  encode(features: Tensor, dropout: Dropout | null): Tensor {
    this.dropouts.push(dropout);
    return tf.clone(features);
  }

  logits(
    _memory: Tensor,
    inputs: Int32Array,
    length: number,
    dropout: Dropout | null,
    lengths?: readonly number[],
  ): Tensor2D {
    this.dropouts.push(dropout);
    const isToken = (place: number): boolean => !lengths || place % length < lengths[Math.floor(place / length)]!;
    return this.#rows(inputs.filter((_, place) => isToken(place)));
  }

  #rows(inputs: Int32Array): Tensor2D {
    return tf.gather(this.table, tf.tensor1d(inputs, 'int32')) as Tensor2D;
  }

  begin(): DecodingState {
    return {
      step: (tokens) => tf.tidy(() => Float32Array.from(this.#rows(tokens).dataSync())),
      read: (tokens, reader) => tf.tidy(() => reader(this.#rows(tokens)) as never),
      keep: () => {},
      dispose: () => {},
    };
  }

  words(tokens: readonly number[]): string[] {
    return tokens.filter((token) => token >= word.a).map((token) => 'abc'[token - word.a]!);
  }
}

/** An optimizer that only notes the gradients it is given, by parameter name. */
export class GradientRecorder extends AdamW {
  readonly gradients = new Map<string, Float32Array>();
  readonly #parameters: ReadonlyMap<string, Variable>;

  constructor(parameters: ReadonlyMap<string, Variable>) {
    super(parameters, { beta1: 0, beta2: 0, weightDecay: 0, clipNorm: 0 });
    this.#parameters = parameters;
  }

  override step(gradients: NamedTensorMap): number {
    for (const [name, variable] of this.#parameters)
      this.gradients.set(name, Float32Array.from(gradients[variable.name]!.dataSync()));
    return 0;
  }
}
