import { AppError } from '../../errors/app-error.ts';
import { faultOf, inWords } from '../../errors/faults-in-words.ts';
import { type TrainingConfig, trainingConfigSchema } from './training-config.ts';

/** A named configuration to start from. */
export interface TrainingPreset {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly config: TrainingConfig;
}

const defaultConfig: TrainingConfig = trainingConfigSchema.parse({
  seed: 1,
  start: 'pretrained',
  views: 8,
  dropout: 0.2,
  minimumWordCount: 3,
  maxNewTokens: 30,
  crossEntropy: {
    epochs: 20,
    imagesPerStep: 24,
    captionsPerImage: 2,
    labelSmoothing: 0.1,
    learningRate: 5e-4,
    finalShare: 0,
    warmUpSteps: 100,
    weightDecay: 0.05,
    beta1: 0.9,
    beta2: 0.98,
    clipNorm: 1,
  },
  scst: {
    epochs: 3,
    imagesPerStep: 28,
    samplesPerImage: 5,
    temperature: 1,
    baseline: 'leave-one-out',
    rewards: { cider: 1, sde: 1 },
    // Without it the policy drops a third of its distinct captions for those that earn most on average; with it the
    // reward gains as much.
    klWeight: 1,
    learningRate: 5e-5,
    finalShare: 0.1,
    warmUpSteps: 10,
    weightDecay: 0.05,
    beta1: 0.9,
    beta2: 0.98,
    clipNorm: 1,
  },
});

/** The default presets for nadir-mini and for published models. */
export const defaultPresetId = 'default';
export const publishedPresetId = 'published';

/** All presets, in the order of the start form. */
export const presets: readonly TrainingPreset[] = [
  {
    id: defaultPresetId,
    title: 'Balanced',
    description: 'Cross-entropy until it levels off, then self-critical training for CIDEr and completeness.',
    config: defaultConfig,
  },
  {
    id: 'small',
    title: 'Small dataset',
    description:
      'For up to a few hundred images: smaller steps and more epochs, so that the model keeps what it knows.',
    config: {
      ...defaultConfig,
      minimumWordCount: 2,
      crossEntropy: {
        ...defaultConfig.crossEntropy,
        epochs: 30,
        imagesPerStep: 8,
        learningRate: 2e-4,
        warmUpSteps: 20,
      },
      scst: { ...defaultConfig.scst, epochs: 10, imagesPerStep: 8, learningRate: 2e-5 },
    },
  },
  {
    id: publishedPresetId,
    title: 'Published model',
    description:
      'For BLIP, BLIP-2 and InstructBLIP: small steps at their published learning rates, with one view of each image.',
    config: {
      ...defaultConfig,
      views: 1,
      dropout: 0,
      crossEntropy: {
        ...defaultConfig.crossEntropy,
        epochs: 5,
        imagesPerStep: 8,
        captionsPerImage: 1,
        learningRate: 1e-5,
        beta2: 0.999,
      },
      scst: { ...defaultConfig.scst, imagesPerStep: 4, learningRate: 1e-6, beta2: 0.999 },
    },
  },
  {
    id: 'quick',
    title: 'Quick test',
    description:
      'Takes a few minutes: 2 epochs of cross-entropy and 1 of self-critical training, with one view of each image.',
    config: {
      ...defaultConfig,
      views: 1,
      crossEntropy: { ...defaultConfig.crossEntropy, epochs: 2, warmUpSteps: 20 },
      scst: { ...defaultConfig.scst, epochs: 1 },
    },
  },
];

/** Returns the preset with an id. Throws `unknown_id`, listing the known ids, when no preset has it. */
export function presetById(id: string): TrainingPreset {
  const preset = presets.find((entry) => entry.id === id);
  if (preset) return preset;
  const known = presets.map((entry) => entry.id).join(', ');
  throw new AppError('unknown_id', `There is no training preset "${id}". Known: ${known}.`);
}

type Tree = Record<string, unknown>;
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Applies changed settings to a preset. Keys may be dotted (`scst.epochs`) or nested as in a configuration file.
 * Throws `bad_input` naming a setting that is unknown or out of range.
 */
export function resolveConfig(presetId: string, overrides: Readonly<Record<string, unknown>>): TrainingConfig {
  const config = structuredClone(presetById(presetId).config) as unknown as Tree;
  for (const [key, value] of flattened(overrides)) {
    const path = key.split('.');
    const last = path.pop()!;
    const parent = path.reduce<unknown>(
      (tree, name) => (isTree(tree) && Object.hasOwn(tree, name) ? tree[name] : null),
      config,
    );
    // Signals may be added to the rewards by name; everything else must be there.
    const isNew = !isTree(parent) || !Object.hasOwn(parent, last);
    if (!isTree(parent) || (isNew && key !== `scst.rewards.${last}`)) {
      const known = [...flattened(presetById(presetId).config as unknown as Tree)].map(([name]) => name).join(', ');
      throw new AppError('bad_input', `There is no training setting "${key}". Known: ${known}.`, {
        details: { key },
      });
    }
    parent[last] = value;
  }
  const checked = trainingConfigSchema.safeParse(config, inWords);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new AppError('bad_input', `The training settings cannot be used: ${faultOf(checked.error)}.`, {
    cause: checked.error,
    details: { key: issue!.path.join('.') },
  });
}

function* flattened(tree: Readonly<Record<string, unknown>>, prefix = ''): Generator<readonly [string, unknown]> {
  for (const [name, value] of Object.entries(tree)) {
    if (isTree(value)) yield* flattened(value, `${prefix}${name}.`);
    else yield [prefix + name, value];
  }
}
