import { metricName } from './metric-names.ts';
import { signalTitles } from './signal-titles.ts';

/** One line of a chart: the key in a point's values and what a person reads. */
export interface ChartLine {
  readonly key: string;
  readonly title: string;
}
/** One chart of the live curves. */
export interface ChartDefinition {
  readonly id: string;
  readonly title: string;
  /** What it measures and which direction is good. */
  readonly description: string;
  readonly lines: readonly ChartLine[];
  readonly digits: number;
}

const known: readonly ChartDefinition[] = [
  {
    id: 'loss',
    title: 'Loss',
    description:
      'Cross-entropy: nats per word, lower is better. SCST: the policy-gradient loss, which hovers around zero and is not a measure of quality.',
    lines: [{ key: 'loss', title: 'Loss' }],
    digits: 3,
  },
  {
    id: 'reward',
    title: 'Reward',
    description:
      'Mean reward of sampled captions and of the greedy caption of the same images. Higher is better, and what SCST works on.',
    lines: [
      { key: 'reward', title: 'Samples' },
      { key: 'greedyReward', title: 'Greedy' },
    ],
    digits: 3,
  },
  {
    id: 'entropy',
    title: 'Entropy',
    description:
      'Uncertainty of the next word in nats. A slow fall is expected in SCST; a collapse to zero means that all samples are alike and nothing more is learned.',
    lines: [{ key: 'entropy', title: 'Entropy' }],
    digits: 3,
  },
  {
    id: 'length',
    title: 'Caption length',
    description: 'Mean words of a sampled caption. A steady drift up or down is a sign that the reward is being gamed.',
    lines: [{ key: 'length', title: 'Words' }],
    digits: 1,
  },
  ...Object.entries(signalTitles).map(([key, { title, description }]) => ({
    id: key,
    title,
    description,
    lines: [{ key, title }],
    digits: 3,
  })),
  {
    id: 'equalGroups',
    title: 'Images that teach nothing',
    description:
      'Share of images whose samples all earn the same reward, so that none is preferred. Near 1 the training has stopped.',
    lines: [{ key: 'equalGroups', title: 'Share' }],
    digits: 2,
  },
  {
    id: 'kl',
    title: 'Distance from the start',
    description:
      'How far the next word’s probabilities have moved from the model that SCST began with (KL divergence, nats per word).',
    lines: [{ key: 'kl', title: 'Distance' }],
    digits: 3,
  },
  {
    id: 'learningRate',
    title: 'Learning rate',
    description: 'Step size of the optimizer, with its warm-up and decay.',
    lines: [{ key: 'learningRate', title: 'Learning rate' }],
    digits: 6,
  },
  {
    id: 'gradientNorm',
    title: 'Gradient norm',
    description: 'Length of the gradient before it is clipped. Rare peaks are harmless; a steady rise is not.',
    lines: [{ key: 'gradientNorm', title: 'Gradient norm' }],
    digits: 3,
  },
];

/**
 * The charts for the keys that a run reports: the known ones in their order, then one chart for each further key, so
 * that nothing a worker logs stays unseen.
 */
export function chartsFor(keys: ReadonlySet<string>): readonly ChartDefinition[] {
  const claimed = new Set(known.flatMap((chart) => chart.lines.map((line) => line.key)));
  const present = known
    .map((chart) => ({ ...chart, lines: chart.lines.filter((line) => keys.has(line.key)) }))
    .filter((chart) => chart.lines.length > 0);
  const further = [...keys]
    .filter((key) => !claimed.has(key))
    .sort()
    .map((key) => ({
      id: key,
      title: metricName(key),
      description: `A figure of this kind of training, called “${key}” in its log.`,
      lines: [{ key, title: metricName(key) }],
      digits: 3,
    }));
  return [...present, ...further];
}
