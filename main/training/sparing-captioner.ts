import { BertDecoder } from '../models/bert/decoder.ts';
import type { Captioner, DecodingState, PublishedCaptioner, SpecialTokens } from '../models/captioner.ts';
import { Llama } from '../models/llama/model.ts';
import { T5Stack } from '../models/t5/stack.ts';
import type { Tensor, Tensor2D } from '../tensor/backend.ts';
import type { Dropout } from '../tensor/dropout.ts';
import type { Module } from '../tensor/module.ts';

type Stack = T5Stack | Llama | BertDecoder;
const isStack = (module: Module): module is Stack =>
  module instanceof T5Stack || module instanceof Llama || module instanceof BertDecoder;

/**
 * A large model for training: what its language model's blocks compute is computed a second time for the gradient instead
 * of being kept, which is what lets it fit (`main/models/memory-estimate.ts`). While writing, blocks keep their past and
 * nothing is recomputed.
 */
export class SparingCaptioner implements Captioner {
  readonly vocabularySize: number;
  readonly special: SpecialTokens;
  readonly #captioner: PublishedCaptioner;
  readonly #stacks: readonly Stack[];

  constructor(captioner: PublishedCaptioner) {
    this.#captioner = captioner;
    this.vocabularySize = captioner.vocabularySize;
    this.special = captioner.special;
    this.#stacks = [...captioner.module.namedModules()].map(([, module]) => module).filter(isStack);
  }

  encode(features: Tensor, dropout: Dropout | null): Tensor {
    return this.#sparing(() => this.#captioner.encode(features, dropout));
  }

  logits(
    memory: Tensor,
    inputs: Int32Array,
    length: number,
    dropout: Dropout | null,
    lengths?: readonly number[],
  ): Tensor2D {
    return this.#sparing(() => this.#captioner.logits(memory, inputs, length, dropout, lengths));
  }

  begin(memory: Tensor, sequencesPerImage: number): DecodingState {
    return this.#captioner.begin(memory, sequencesPerImage);
  }

  words(tokens: readonly number[]): string[] {
    return this.#captioner.words(tokens);
  }

  #sparing<T>(compute: () => T): T {
    for (const stack of this.#stacks) stack.checkpointing = true;
    try {
      return compute();
    } finally {
      for (const stack of this.#stacks) stack.checkpointing = false;
    }
  }
}
