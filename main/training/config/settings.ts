import type { Preset } from '../../../preload/contract/runs.ts';

type Setting = Preset['settings'][number];

const number = (key: string, title: string, help: string, minimum: number | null, maximum: number | null): Setting => ({
  key,
  title,
  help,
  kind: 'number',
  minimum,
  maximum,
  choices: [],
});
const integer = (key: string, title: string, help: string, minimum: number, maximum: number): Setting => ({
  ...number(key, title, help, minimum, maximum),
  kind: 'integer',
});
const choice = (key: string, title: string, help: string, choices: readonly string[]): Setting => ({
  ...number(key, title, help, null, null),
  kind: 'choice',
  choices,
});

/** The settings of the start form, in its order. Ranges are those of the configuration's schema. */
export const trainingSettings: readonly Setting[] = [
  integer(
    'crossEntropy.epochs',
    'Cross-entropy epochs',
    'Passes over the training images in the first phase.',
    0,
    1000,
  ),
  integer(
    'scst.epochs',
    'Self-critical epochs',
    'Passes over the training images while captions are sampled and rewarded.',
    0,
    1000,
  ),
  number('crossEntropy.learningRate', 'Learning rate, cross-entropy', 'Peak step size of AdamW.', 1e-7, 1),
  number(
    'scst.learningRate',
    'Learning rate, self-critical',
    'Peak step size in the second phase: a tenth of the first phase’s or less.',
    1e-8,
    1,
  ),
  integer('crossEntropy.imagesPerStep', 'Images per step, cross-entropy', 'More images need more memory.', 1, 512),
  integer(
    'scst.imagesPerStep',
    'Images per step, self-critical',
    'More images need more memory; each is captioned several times.',
    1,
    512,
  ),
  integer(
    'scst.samplesPerImage',
    'Samples per image',
    'Captions sampled for each image and compared with each other.',
    1,
    64,
  ),
  choice(
    'scst.baseline',
    'Baseline',
    'A sample’s reward is compared with the other samples of its image (leave-one-out) or with the greedy caption.',
    ['leave-one-out', 'greedy'],
  ),
  number('scst.rewards.cider', 'CIDEr weight', 'Rewards word sequences shared with the references.', 0, 100),
  number('scst.rewards.sde', 'Completeness (SDE) weight', 'Rewards naming the references’ objects.', 0, 100),
  number(
    'scst.klWeight',
    'KL weight',
    'Penalty per nat of distance from the starting model. Higher keeps captions varied; 0 is off.',
    0,
    100,
  ),
  number('dropout', 'Dropout', 'Share of activations dropped in the first phase, which reduces overfitting.', 0, 0.9),
  number('crossEntropy.labelSmoothing', 'Label smoothing', 'Probability spread over all other words.', 0, 0.9),
  integer(
    'lora.rank',
    'LoRA rank',
    'For published models: 0 trains all their weights; 4 to 16 trains small adapters, which need less memory and disk space.',
    0,
    256,
  ),
  choice('start', 'Initial weights', 'Those of the chosen model, or new ones on the same vision tower.', [
    'pretrained',
    'fresh',
  ]),
  integer('seed', 'Seed', 'The same seed, data and settings give the same run.', 0, 2 ** 31 - 1),
];
