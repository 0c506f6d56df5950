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

/** What a person may change before starting, in the order of the form. Ranges are those of the configuration's schema. */
export const trainingSettings: readonly Setting[] = [
  integer('crossEntropy.epochs', 'Cross-entropy epochs', 'Times that every training image is seen first.', 0, 1000),
  integer(
    'scst.epochs',
    'Self-critical epochs',
    'Times that it is seen while captions are sampled and rewarded.',
    0,
    1000,
  ),
  number('crossEntropy.learningRate', 'Learning rate, cross-entropy', 'Highest step size of AdamW.', 1e-7, 1),
  number('scst.learningRate', 'Learning rate, self-critical', 'A tenth of the first phase or less.', 1e-8, 1),
  integer('crossEntropy.imagesPerStep', 'Images per step, cross-entropy', 'More need more memory.', 1, 512),
  integer('scst.imagesPerStep', 'Images per step, self-critical', 'Each is captioned several times.', 1, 512),
  integer(
    'scst.samplesPerImage',
    'Samples per image',
    'Captions drawn for each image and compared with each other.',
    1,
    64,
  ),
  choice(
    'scst.baseline',
    'Baseline',
    'What a sample’s reward is compared with: the other samples, or the greedy caption.',
    ['leave-one-out', 'greedy'],
  ),
  number('scst.rewards.cider', 'Weight of CIDEr', 'Agreement with the references in word sequences.', 0, 100),
  number(
    'scst.rewards.sde',
    'Weight of completeness (SDE)',
    'Objects of the references that the caption names.',
    0,
    100,
  ),
  number(
    'scst.klWeight',
    'Hold to the starting model',
    'How much a change of what the model would have said costs, per nat. More keeps captions varied; 0 is off.',
    0,
    100,
  ),
  number('dropout', 'Dropout', 'Share of activations left out in cross-entropy, against learning by heart.', 0, 0.9),
  number('crossEntropy.labelSmoothing', 'Label smoothing', 'Probability kept for all other words.', 0, 0.9),
  integer(
    'lora.rank',
    'LoRA rank',
    'For published models: 0 trains their own weights; 4 to 16 trains small changes beside them, which takes less memory and disk.',
    0,
    256,
  ),
  choice('start', 'Weights at the start', 'The chosen model, or new weights on the same vision tower.', [
    'pretrained',
    'fresh',
  ]),
  integer('seed', 'Seed', 'The same seed, data and settings give the same run.', 0, 2 ** 31 - 1),
];
