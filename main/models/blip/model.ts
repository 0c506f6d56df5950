import type { Tensor, Tensor2D, Tensor4D } from '../../tensor/backend.ts';
import type { Dropout } from '../../tensor/dropout.ts';
import { Module } from '../../tensor/module.ts';
import type { Random } from '../../tensor/random.ts';
import { BertDecoder } from '../bert/decoder.ts';
import { Vit } from '../vit/model.ts';
import type { BlipConfig } from './config.ts';

// Axis legend: B images, S image tokens, C image width, N sequences, T length, V vocabulary.

/** BLIP's captioner (Li et al. 2022): a vision transformer and a BERT decoder that looks at its tokens. */
export class Blip extends Module {
  readonly config: BlipConfig;
  readonly vision: Vit;
  readonly decoder: BertDecoder;

  /** `random` null leaves the weights blank, for a checkpoint that is about to be read. */
  constructor(config: BlipConfig, random: Random | null) {
    super();
    this.config = config;
    const { vision_config: vision, text_config: text } = config;
    this.vision = this.child('vision', new Vit(vision, random));
    this.decoder = this.child(
      'decoder',
      new BertDecoder(
        {
          vocabularySize: text.vocab_size,
          positions: text.max_position_embeddings,
          width: text.hidden_size,
          layers: text.num_hidden_layers,
          heads: text.num_attention_heads,
          feedForwardWidth: text.intermediate_size,
          activation: text.hidden_act,
          memoryWidth: text.encoder_hidden_size,
          epsilon: text.layer_norm_eps,
        },
        random,
      ),
    );
  }

  /**
   * inputs of N · T ids, `mask` as `paddingBias` makes it → logits float32[N · T, V] of what follows each; with `lengths`, of
   * those that are not padding.
   */
  logits(
    features: Tensor,
    inputs: Int32Array,
    length: number,
    dropout: Dropout | null,
    { mask, lengths }: { readonly mask?: Tensor4D | undefined; readonly lengths?: readonly number[] | undefined } = {},
  ): Tensor2D {
    return this.decoder.apply(inputs, length, this.decoder.start(features), dropout, { mask, lengths }).logits;
  }
}
