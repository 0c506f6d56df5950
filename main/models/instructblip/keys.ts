import type { WeightSource } from '../../checkpoint/weight-source.ts';
import { below, ignoring, type KeyMap, type KeyRule, linearKeys } from '../key-map.ts';
import { llamaIgnored, llamaRules } from '../llama/keys.ts';
import { qformerEmbeddingKeys, qformerLayerKeys } from '../qformer/keys.ts';
import { t5Ignored, t5Rules } from '../t5/keys.ts';
import { lavisVitRules, vitRules } from '../vit/keys.ts';
import { type InstructBlipConfig, readsInstruction } from './config.ts';

/** The origin of a checkpoint; the names differ. */
export type Layout = 'hugging-face' | 'lavis';

const spellings: Readonly<Record<Layout, RegExp>> = {
  'hugging-face': /^(?:vision_model|qformer|language_projection|language_model)\./,
  lavis: /^(?:visual_encoder|ln_vision|Qformer|t5_proj|llm_proj|t5_model|llm_model)\./,
};

/** Whether some of a checkpoint's names are those of a layout: the query tokens are called alike in both. */
export const isSpelledAs = (layout: Layout, { tensors }: Pick<WeightSource, 'tensors'>): boolean =>
  [...tensors.keys()].some((name) => spellings[layout].test(name));

/** The layout that a checkpoint's names show, a full one's or that of one that holds only what was trained. */
export const layoutOf = (source: Pick<WeightSource, 'tensors'>): Layout =>
  isSpelledAs('lavis', source) ? 'lavis' : 'hugging-face';

/** The prefix of the language model. */
export function languagePrefix(layout: Layout, { language }: InstructBlipConfig): string {
  if (layout === 'hugging-face') return 'language_model.';
  return language.kind === 't5' ? 't5_model.' : 'llm_model.';
}

const queryTokens: KeyRule = { own: 'qformer.query_tokens', upstream: 'query_tokens' };

function huggingFaceRules(config: InstructBlipConfig): KeyRule[] {
  const norm = readsInstruction(config) ? 'embeddings.layernorm' : 'layernorm';
  return [
    queryTokens,
    ...below('vision.', 'vision_model.', vitRules),
    ...below('qformer.', 'qformer.', [...qformerEmbeddingKeys(norm), ...qformerLayerKeys('attention')]),
    ...linearKeys('projection', 'language_projection'),
  ];
}

function lavisRules({ language }: InstructBlipConfig): KeyRule[] {
  return [
    queryTokens,
    ...below('vision.', '', lavisVitRules),
    ...below('qformer.', 'Qformer.bert.', [
      ...qformerEmbeddingKeys('embeddings.LayerNorm'),
      ...qformerLayerKeys('self'),
    ]),
    ...linearKeys('projection', language.kind === 't5' ? 't5_proj' : 'llm_proj'),
  ];
}

/**
 * The keys of InstructBLIP and BLIP-2 in either layout. What is ignored on purpose: BERT's table of position numbers and
 * its word head, which LAVIS writes and never uses, and tied copies within the language model.
 */
export function instructBlipKeys(config: InstructBlipConfig, layout: Layout, hasTiedHead: boolean): KeyMap {
  const prefix = languagePrefix(layout, config);
  const isT5 = config.language.kind === 't5';
  return {
    layout: layout === 'lavis' ? 'LAVIS' : 'Hugging Face',
    rules: [
      ...(layout === 'lavis' ? lavisRules(config) : huggingFaceRules(config)),
      ...below('language.', prefix, isT5 ? t5Rules : llamaRules),
    ],
    ignored: [
      ...ignoring(['qformer.embeddings.position_ids', 'Qformer.bert.embeddings.position_ids', 'Qformer.cls.*']),
      ...(isT5 ? t5Ignored(hasTiedHead, prefix) : ignoring(llamaIgnored(hasTiedHead), prefix)),
    ],
  };
}
