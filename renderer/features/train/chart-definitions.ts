import { metricName } from './metric-names.ts';
import { signalTitles } from './signal-titles.ts';

/** One line of a chart: its key in a point's values and its title. */
export interface ChartLine {
  readonly key: string;
  readonly title: string;
}
/** One chart of the live curves. */
export interface ChartDefinition {
  readonly id: string;
  readonly title: string;
  /** Says what the chart measures and which direction is good. */
  readonly description: string;
  readonly lines: readonly ChartLine[];
  readonly digits: number;
}

const known: readonly ChartDefinition[] = [
  {
    id: 'loss',
    title: 'Loss',
    description:
      'Cross-entropy: nats per word, lower is better. Self-critical: the policy-gradient loss, which stays near zero and does not measure quality.',
    lines: [{ key: 'loss', title: 'Loss' }],
    digits: 3,
  },
  {
    id: 'reward',
    title: 'Reward',
    description:
      'Mean reward of the sampled captions and of the greedy captions of the same images. Higher is better; self-critical training maximises it.',
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
      'Uncertainty about the next word, in nats. A slow decrease is normal in self-critical training. At zero, all samples are alike and learning stops.',
    lines: [{ key: 'entropy', title: 'Entropy' }],
    digits: 3,
  },
  {
    id: 'length',
    title: 'Caption length',
    description:
      'Mean number of words in a sampled caption. A steady drift suggests that the model exploits the reward.',
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
    title: 'Images without signal',
    description:
      'Share of images whose samples all earn the same reward, so that the model learns nothing from them. Near 1, learning has stopped.',
    lines: [{ key: 'equalGroups', title: 'Share' }],
    digits: 2,
  },
  {
    id: 'kl',
    title: 'Distance from the starting model',
    description:
      'KL divergence of the next word’s probabilities from the model at the start of self-critical training, in nats per word.',
    lines: [{ key: 'kl', title: 'Distance' }],
    digits: 3,
  },
  {
    id: 'learningRate',
    title: 'Learning rate',
    description: 'Step size of the optimizer, including warm-up and decay.',
    lines: [{ key: 'learningRate', title: 'Learning rate' }],
    digits: 6,
  },
  {
    id: 'gradientNorm',
    title: 'Gradient norm',
    description: 'Length of the gradient before clipping. Occasional peaks are harmless; a steady rise is not.',
    lines: [{ key: 'gradientNorm', title: 'Gradient norm' }],
    digits: 3,
  },
];

/**
 * Lists the charts for the keys that a run reports: known ones in their order, then one for each other key, so that
 * everything a worker logs is shown.
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
      description: `Logged by this kind of training as “${key}”.`,
      lines: [{ key, title: metricName(key) }],
      digits: 3,
    }));
  return [...present, ...further];
}
