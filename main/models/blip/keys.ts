import type { WeightSource } from '../../checkpoint/weight-source.ts';
import { below, ignoring, type KeyMap, type KeyRule, linearKeys, normKeys } from '../key-map.ts';
import { bertAttentionKeys, bertFeedForwardKeys } from '../qformer/keys.ts';
import { renamed } from '../renamed-weights.ts';
import { timmVitRules, vitRules } from '../vit/keys.ts';

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

const decoder = below('decoder.', 'text_decoder.', decoderRules);
const copies: readonly string[] = [
  'text_decoder.cls.predictions.decoder.weight',
  'text_decoder.cls.predictions.decoder.bias',
  'text_decoder.bert.embeddings.position_ids',
];

/** Hugging Face's spelling. Ignored: the tied head and the copy of its bias, and tables of position numbers. */
export const blipKeys: KeyMap = {
  layout: 'Hugging Face BLIP',
  rules: [...below('vision.', 'vision_model.', vitRules), ...decoder],
  ignored: ignoring(copies),
};

/** Parts that pre-training keeps besides the captioner: the text encoder, its heads, slow copies, queues of negatives. */
const pretraining: readonly string[] = [
  ...['text_encoder', 'visual_encoder_m', 'text_encoder_m', 'itm_head'].map((part) => `${part}.*`),
  ...['vision_proj', 'text_proj', 'vision_proj_m', 'text_proj_m'].map((part) => `${part}.*`),
  ...['image_queue', 'text_queue', 'queue_ptr', 'temp'],
];

/**
 * The spelling of LAVIS and of the BLIP authors' own code, whose vision tower is timm's: the same names of the decoder.
 * Upstream's conversion to Hugging Face (convert_blip_original_pytorch_to_hf.py) renames just these.
 */
export const lavisBlipKeys: KeyMap = {
  layout: 'LAVIS BLIP',
  rules: [...below('vision.', 'visual_encoder.', timmVitRules), ...decoder],
  ignored: ignoring([...copies, ...pretraining]),
};

/** BLIP's weights, to be laid one over the other, by Hugging Face's names, in whichever of the two layouts each is. */
export const blipLayers = (layers: readonly WeightSource[]): readonly WeightSource[] =>
  layers.map((layer) => {
    const isLavis = [...layer.tensors.keys()].some((name) => name.startsWith('visual_encoder.'));
    return isLavis ? renamed(layer, lavisBlipKeys, blipKeys) : layer;
  });
