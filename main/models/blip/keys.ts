import { below, ignoring, type KeyMap, type KeyRule, linearKeys, normKeys } from '../key-map.ts';
import { bertAttentionKeys, bertFeedForwardKeys } from '../qformer/keys.ts';
import { vitRules } from '../vit/keys.ts';

const decoderRules: readonly KeyRule[] = [
  { own: 'embeddings.word_embeddings', upstream: 'bert.embeddings.word_embeddings.weight' },
  { own: 'embeddings.position_embeddings', upstream: 'bert.embeddings.position_embeddings.weight' },
  ...normKeys('norm', 'bert.embeddings.LayerNorm'),
  ...below('', 'bert.', [
    ...bertAttentionKeys('layer.{n}.self_attention', 'encoder.layer.{n}.attention', 'self'),
    ...bertAttentionKeys('layer.{n}.cross_attention', 'encoder.layer.{n}.crossattention', 'self'),
    ...bertFeedForwardKeys({ prefix: '', layer: 'layer.{n}' }, ''),
  ]),
  ...linearKeys('transform', 'cls.predictions.transform.dense'),
  ...normKeys('transform_norm', 'cls.predictions.transform.LayerNorm'),
  { own: 'head_bias', upstream: 'cls.predictions.bias' },
];

/** Hugging Face's spelling. Ignored: the tied head and the copy of its bias, and tables of position numbers. */
export const blipKeys: KeyMap = {
  layout: 'Hugging Face BLIP',
  rules: [...below('vision.', 'vision_model.', vitRules), ...below('decoder.', 'text_decoder.', decoderRules)],
  ignored: ignoring([
    'text_decoder.cls.predictions.decoder.weight',
    'text_decoder.cls.predictions.decoder.bias',
    'text_decoder.bert.embeddings.position_ids',
  ]),
};
