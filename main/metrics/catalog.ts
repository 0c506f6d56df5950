import { AppError } from '../errors/app-error.ts';

/** One metric as people see it. Every score of a corpus or an image is named by one of these ids. */
export interface MetricEntry {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly range: readonly [number, number | null];
  /** Null: neither direction is better in itself. */
  readonly higherIsBetter: boolean | null;
  readonly unit: string | null;
  readonly source: string;
}

const bleuEntry = (order: 1 | 2 | 3 | 4): MetricEntry => ({
  id: `bleu_${order}`,
  title: `BLEU-${order}`,
  description: `Precision of word sequences up to ${order} long against all references, with a penalty for short captions.`,
  range: [0, 1],
  higherIsBetter: true,
  unit: null,
  source: 'Papineni et al. 2002, smoothed as in the coco-caption code',
});

/** The explicit list. */
export const metricCatalog: readonly MetricEntry[] = [
  bleuEntry(1),
  bleuEntry(2),
  bleuEntry(3),
  bleuEntry(4),
  {
    id: 'rouge_l',
    title: 'ROUGE-L',
    description: 'Longest common word sequence with a reference, as precision and recall combined.',
    range: [0, 1],
    higherIsBetter: true,
    unit: null,
    source: 'Lin 2004, β = 1.2 as in the coco-caption code',
  },
  {
    id: 'cider',
    title: 'CIDEr',
    description: 'Agreement with the references in word sequences, weighted by how telling they are (CIDEr-D).',
    range: [0, 10],
    higherIsBetter: true,
    unit: null,
    source: 'Vedantam et al. 2015, CIDEr-D; document frequencies of the evaluated references',
  },
  {
    id: 'oversight_rate',
    title: 'Oversight rate',
    description: 'Objects that the references name and the caption does not, per reference object (1 − SDE).',
    range: [0, 1],
    higherIsBetter: false,
    unit: null,
    source: 'Scene graphs of the Nadir parser; docs/paper-index.md',
  },
  {
    id: 'hallucination_rate',
    title: 'Hallucination rate',
    description: 'Objects of the caption that no reference names, per object of the caption.',
    range: [0, 1],
    higherIsBetter: false,
    unit: null,
    source: 'Scene graphs of the Nadir parser; docs/paper-index.md',
  },
  {
    id: 'mean_length',
    title: 'Mean length',
    description: 'Words per caption, without punctuation. Neither long nor short is better in itself.',
    range: [0, null],
    higherIsBetter: null,
    unit: 'words',
    source: 'Penn Treebank tokens',
  },
];

/** The entry of a metric. An unknown id throws `unknown_id`, listing the known ones. */
export function metricEntry(id: string): MetricEntry {
  const entry = metricCatalog.find((metric) => metric.id === id);
  if (!entry) {
    const known = metricCatalog.map((metric) => metric.id).join(', ');
    throw new AppError('unknown_id', `There is no metric "${id}". Known: ${known}.`);
  }
  return entry;
}
