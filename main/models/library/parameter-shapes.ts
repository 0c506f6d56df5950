import type { BlipConfig } from '../blip/config.ts';
import { type InstructBlipConfig, readsInstruction } from '../instructblip/config.ts';
import { headWidthOf, type LlamaConfig } from '../llama/config.ts';
import { type NadirMiniConfig, nadirMiniDecoder, nadirMiniQFormer } from '../nadir-mini/config.ts';
import { publishedQFormer, type QFormerConfig } from '../qformer/config.ts';
import { type T5Config, type T5StackConfig, t5Stacks } from '../t5/config.ts';
import { tinyDarknetConfig as tower } from '../tiny-darknet/config.ts';
import { type VitConfig, vitTokens } from '../vit/config.ts';

// The names and shapes of every parameter of a model, from its config alone, so that a checkpoint can be held against it
// without TensorFlow and without room for the weights. The modules have the same ones, which a test compares.

/** A parameter's name, as its module calls it, and its shape there. */
export type ParameterShape = readonly [name: string, info: { readonly shape: readonly number[] }];
type Shapes = readonly ParameterShape[];

const parameter = (name: string, ...shape: readonly number[]): ParameterShape => [name, { shape }];
const within = (prefix: string, shapes: Shapes): Shapes => shapes.map(([name, info]) => [`${prefix}.${name}`, info]);
const repeated = (count: number, prefix: string, shapesOf: (index: number) => Shapes): Shapes =>
  Array.from({ length: count }, (_, index) => within(`${prefix}.${index}`, shapesOf(index))).flat();

const linear = (name: string, input: number, output: number, hasBias = true): Shapes => [
  parameter(`${name}.weight`, input, output),
  ...(hasBias ? [parameter(`${name}.bias`, output)] : []),
];
const layerNorm = (name: string, width: number): Shapes => [
  parameter(`${name}.weight`, width),
  parameter(`${name}.bias`, width),
];

interface Attention {
  readonly width: number;
  readonly keyWidth: number;
  readonly inner: number;
  readonly hasBias: boolean;
}
const attention = (name: string, { width, keyWidth, inner, hasBias }: Attention): Shapes => [
  ...linear(`${name}.q`, width, inner, hasBias),
  ...linear(`${name}.k`, keyWidth, inner, hasBias),
  ...linear(`${name}.v`, keyWidth, inner, hasBias),
  ...linear(`${name}.o`, inner, width, hasBias),
];

function vitShapes(config: VitConfig): Shapes {
  const { hidden_size: width, intermediate_size: inner, patch_size: patch, qkv_bias: hasBias } = config;
  return [
    parameter('patch.weight', patch, patch, 3, width),
    parameter('patch.bias', width),
    parameter('class_token', 1, 1, width),
    parameter('position_embedding', 1, vitTokens(config), width),
    ...repeated(config.num_hidden_layers, 'block', () => [
      ...layerNorm('norm1', width),
      ...linear('qkv', width, 3 * width, hasBias),
      ...linear('projection', width, width),
      ...layerNorm('norm2', width),
      ...linear('fc1', width, inner),
      ...linear('fc2', inner, width),
    ]),
    ...layerNorm('final_norm', width),
  ];
}

interface BertSizes {
  readonly width: number;
  readonly feedForwardWidth: number;
}
const bertFeedForward = (prefix: string, { width, feedForwardWidth }: BertSizes): Shapes => [
  ...layerNorm(`${prefix}feed_forward_residual.norm`, width),
  ...linear(`${prefix}intermediate`, width, feedForwardWidth),
  ...linear(`${prefix}output`, feedForwardWidth, width),
];

/** A layer of BERT; `memoryWidth` null is one without cross-attention. */
function bertLayer(sizes: BertSizes, memoryWidth: number | null): Shapes {
  const { width } = sizes;
  const attends = (name: string, keyWidth: number): Shapes => [
    ...layerNorm(`${name}_residual.norm`, width),
    ...attention(name, { width, keyWidth, inner: width, hasBias: true }),
  ];
  return [
    ...attends('self_attention', width),
    ...(memoryWidth === null ? [] : attends('cross_attention', memoryWidth)),
    ...bertFeedForward('', sizes),
  ];
}

const bertEmbeddings = (name: string, words: number, positions: number, width: number): Shapes => [
  parameter(`${name}.word_embeddings`, words, width),
  parameter(`${name}.position_embeddings`, positions, width),
];

function qformerShapes(config: QFormerConfig): Shapes {
  const { width, instruction, imageWidth, crossAttentionEvery } = config;
  return [
    parameter('query_tokens', 1, config.queries, width),
    ...(instruction ? bertEmbeddings('instruction', instruction.vocabularySize, instruction.positions, width) : []),
    ...repeated(config.layers, 'layer', (index) => [
      ...bertLayer(config, index % crossAttentionEvery === 0 ? imageWidth : null),
      ...(instruction ? bertFeedForward('word_', config) : []),
    ]),
    ...layerNorm('norm', width),
  ];
}

function t5StackShapes(config: T5StackConfig): Shapes {
  const { width, heads, feedForwardWidth: inner, memoryWidth, isGated = false } = config;
  const sizes = { width, inner: heads * config.headWidth, hasBias: false };
  return [
    parameter('relative_attention_bias', config.buckets, heads),
    ...repeated(config.layers, 'block', () => [
      parameter('self_attention_norm.weight', width),
      ...attention('self_attention', { ...sizes, keyWidth: width }),
      ...(memoryWidth === null
        ? []
        : [
            parameter('cross_attention_norm.weight', width),
            ...attention('cross_attention', { ...sizes, keyWidth: memoryWidth }),
          ]),
      parameter('feed_forward_norm.weight', width),
      ...(isGated ? ['wi_0', 'wi_1'] : ['wi']).flatMap((part) => linear(`feed_forward.${part}`, width, inner, false)),
      ...linear('feed_forward.wo', inner, width, false),
    ]),
    parameter('final_norm.weight', width),
  ];
}

function t5Shapes(config: T5Config, isTied: boolean): Shapes {
  const { vocab_size: words, d_model: width } = config;
  const stacks = t5Stacks(config);
  return [
    parameter('embedding', words, width),
    ...within('encoder', t5StackShapes(stacks.encoder)),
    ...within('decoder', t5StackShapes(stacks.decoder)),
    ...(isTied ? [] : linear('head', width, words, false)),
  ];
}

function llamaShapes(config: LlamaConfig, isTied: boolean): Shapes {
  const { vocab_size: words, hidden_size: width, intermediate_size: inner, num_attention_heads: heads } = config;
  const [all, keys] = [heads, config.num_key_value_heads ?? heads].map((count) => count * headWidthOf(config)) as [
    number,
    number,
  ];
  const { attention_bias: hasBias, mlp_bias: hasInnerBias } = config;
  return [
    parameter('embedding', words, width),
    ...repeated(config.num_hidden_layers, 'block', () => [
      parameter('attention_norm.weight', width),
      ...linear('q', width, all, hasBias),
      ...linear('k', width, keys, hasBias),
      ...linear('v', width, keys, hasBias),
      ...linear('o', all, width, hasBias),
      parameter('feed_forward_norm.weight', width),
      ...linear('gate', width, inner, hasInnerBias),
      ...linear('up', width, inner, hasInnerBias),
      ...linear('down', inner, width, hasInnerBias),
    ]),
    parameter('final_norm.weight', width),
    ...(isTied ? [] : linear('head', width, words, false)),
  ];
}

/** The parameters of `InstructBlip`. */
export function instructBlipShapes(config: InstructBlipConfig, hasTiedHead: boolean): Shapes {
  const { language } = config;
  const qformer = publishedQFormer(config.qformer_config, config.num_query_tokens, readsInstruction(config));
  const isT5 = language.kind === 't5';
  const words = isT5 ? t5Shapes(language.config, hasTiedHead) : llamaShapes(language.config, hasTiedHead);
  return [
    ...within('vision', vitShapes(config.vision_config)),
    ...within('qformer', qformerShapes(qformer)),
    ...linear('projection', qformer.width, isT5 ? language.config.d_model : language.config.hidden_size),
    ...within('language', words),
  ];
}

/** The parameters of `Blip`. */
export function blipShapes({ vision_config: vision, text_config: text }: BlipConfig): Shapes {
  const { vocab_size: words, hidden_size: width, intermediate_size: feedForwardWidth } = text;
  return [
    ...within('vision', vitShapes(vision)),
    ...within('decoder', [
      ...bertEmbeddings('embeddings', words, text.max_position_embeddings, width),
      ...layerNorm('norm', width),
      ...repeated(text.num_hidden_layers, 'layer', () =>
        bertLayer({ width, feedForwardWidth }, text.encoder_hidden_size),
      ),
      ...linear('transform', width, width),
      ...layerNorm('transform_norm', width),
      parameter('head_bias', words),
    ]),
  ];
}

/** The parameters of `NadirMini` with so many words. */
export function nadirMiniShapes(config: NadirMiniConfig, words: number): Shapes {
  const { width } = config;
  const convolutions = tower.steps.flatMap((step) =>
    step.kind === 'pool'
      ? []
      : [
          parameter(`${step.name}.weight`, step.kernel, step.kernel, step.input, step.filters),
          parameter(`${step.name}.bias`, step.filters),
        ],
  );
  return [
    ...within('vision_tower', convolutions),
    ...within('image_tokens', [
      parameter('scale.mean', tower.channels),
      parameter('scale.deviation', tower.channels),
      ...linear('projection', tower.channels, width),
      ...layerNorm('norm', width),
      parameter('row_embedding', tower.grid, 1, width),
      parameter('column_embedding', 1, tower.grid, width),
      parameter('whole_embedding', 1, width),
    ]),
    ...within('qformer', qformerShapes(nadirMiniQFormer(config))),
    ...linear('language_projection', width, width),
    parameter('embedding', words, width),
    ...within('decoder', t5StackShapes(nadirMiniDecoder(config))),
  ];
}
