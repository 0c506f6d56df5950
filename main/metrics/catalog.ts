import { AppError } from '../errors/app-error.ts';

/** One metric as people see it. Every score of a corpus or an image is named by one of these ids. */
export interface MetricEntry {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Least and greatest value; null where there is none. */
  readonly range: readonly [number | null, number | null];
  /** Null: neither direction is better in itself. */
  readonly higherIsBetter: boolean | null;
  readonly unit: string | null;
  readonly source: string;
  /** Whether single images have it or the corpus alone. */
  readonly scope: 'image' | 'corpus';
  /** Data needed besides captions and references. */
  readonly needs: 'graphs' | 'train' | null;
  /** Left out unless it is asked for: it says again, or nearly, what another metric says. */
  readonly onlyOnRequest?: true;
}

const share = { range: [0, 1], unit: null, scope: 'image', needs: null } as const;
const ofGraphs = {
  ...share,
  needs: 'graphs',
  source: 'Scene graphs of the Nadir parser; docs/paper-index.md',
} as const;

const bleuEntry = (order: 1 | 2 | 3 | 4): MetricEntry => ({
  ...share,
  id: `bleu_${order}`,
  title: `BLEU-${order}`,
  description: `Precision of word sequences up to ${order} long against all references, with a penalty for short captions.`,
  higherIsBetter: true,
  source: 'Papineni et al. 2002, smoothed as in the coco-caption code',
});

/** The explicit list. */
export const metricCatalog: readonly MetricEntry[] = [
  bleuEntry(1),
  bleuEntry(2),
  bleuEntry(3),
  bleuEntry(4),
  {
    ...share,
    id: 'rouge_l',
    title: 'ROUGE-L',
    description: 'Longest common word sequence with a reference, as precision and recall combined.',
    higherIsBetter: true,
    source: 'Lin 2004, β = 1.2 as in the coco-caption code',
  },
  {
    ...share,
    id: 'cider',
    title: 'CIDEr',
    description: 'Agreement with the references in word sequences, weighted by how telling they are (CIDEr-D).',
    range: [0, 10],
    higherIsBetter: true,
    source: 'Vedantam et al. 2015, CIDEr-D; document frequencies of the evaluated references unless others are given',
  },
  {
    ...share,
    id: 'cider_original',
    title: 'CIDEr (original, not D)',
    description: 'CIDEr as first defined, without clipping and without a penalty for length. Easier to game.',
    range: [0, 10],
    higherIsBetter: true,
    source: 'Vedantam et al. 2015, eq. 1–3; document frequencies as for CIDEr',
    onlyOnRequest: true,
  },
  {
    ...share,
    id: 'meteor',
    title: 'METEOR (exact, stem, synonym)',
    description: 'Matched words and how few pieces they lie in; word forms and synonyms count, paraphrases do not.',
    higherIsBetter: true,
    source: 'Denkowski & Lavie 2014, METEOR 1.5 without its paraphrase table; docs/paper-index.md',
  },
  {
    ...ofGraphs,
    id: 'graph_f1',
    title: 'SPICE (Nadir parser)',
    description: 'Objects, attributes and relations shared with the references, precision and recall combined.',
    higherIsBetter: true,
    source: 'Anderson et al. 2016, on scene graphs of the Nadir parser',
  },
  {
    ...ofGraphs,
    id: 'sde',
    title: 'Scene description exhaustiveness',
    description: 'Objects of the references that the caption names, per reference object.',
    higherIsBetter: true,
    onlyOnRequest: true,
  },
  {
    ...ofGraphs,
    id: 'oversight_rate',
    title: 'Oversight rate',
    description: 'Objects that the references name and the caption does not, per reference object (1 − SDE).',
    higherIsBetter: false,
  },
  {
    ...ofGraphs,
    id: 'hallucination_rate',
    title: 'Hallucination rate',
    description: 'Objects of the caption that no reference names, per object of the caption.',
    higherIsBetter: false,
  },
  {
    ...ofGraphs,
    id: 'object_f1',
    title: 'Object F1',
    description: 'Named and supported objects, precision and recall combined.',
    higherIsBetter: true,
    onlyOnRequest: true,
  },
  {
    ...ofGraphs,
    id: 'count_error',
    title: 'Count error',
    description: 'How far stated counts are from the references’, where both state one.',
    range: [0, null],
    higherIsBetter: false,
    unit: 'objects',
  },
  {
    ...ofGraphs,
    id: 'count_bias',
    title: 'Count bias',
    description: 'The same with its sign: below zero the captions count too few.',
    range: [null, null],
    higherIsBetter: null,
    unit: 'objects',
  },
  {
    ...share,
    id: 'mean_length',
    title: 'Mean length',
    description: 'Words per caption, without punctuation. Neither long nor short is better in itself.',
    range: [0, null],
    higherIsBetter: null,
    unit: 'words',
    source: 'Penn Treebank tokens',
  },
  {
    ...share,
    id: 'distinct_captions',
    title: 'Distinct captions',
    description: 'How many different captions the model gave. Few of them may score well and still say little.',
    range: [0, null],
    higherIsBetter: true,
    unit: 'captions',
    source: 'Penn Treebank tokens',
    scope: 'corpus',
  },
  {
    ...share,
    id: 'distinct_1',
    title: 'Distinct-1',
    description: 'Different words, per word. Falls with the number of captions: compare equal numbers only.',
    higherIsBetter: true,
    source: 'Li et al. 2016',
    scope: 'corpus',
  },
  {
    ...share,
    id: 'distinct_2',
    title: 'Distinct-2',
    description: 'Different word pairs, per word pair. Falls with the number of captions too.',
    higherIsBetter: true,
    source: 'Li et al. 2016',
    scope: 'corpus',
  },
  {
    ...share,
    id: 'vocabulary_size',
    title: 'Vocabulary size',
    description: 'How many different words all captions together use.',
    range: [0, null],
    higherIsBetter: true,
    unit: 'words',
    source: 'Penn Treebank tokens',
    scope: 'corpus',
  },
  {
    ...share,
    id: 'verbatim_from_train',
    title: 'Verbatim from train',
    description: 'Share of captions that stand word for word among the train captions.',
    higherIsBetter: null,
    source: 'Penn Treebank tokens, after Devlin et al. 2015',
    needs: 'train',
  },
  {
    ...share,
    id: 'bad_ending_rate',
    title: 'Bad endings',
    description: 'Share of captions that end in a word no caption ends with ("a", "of", "with").',
    higherIsBetter: false,
    source: 'Fixed list; docs/paper-index.md',
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

/** The name under which a score is shown: with a table of paraphrases METEOR is whole. */
export function metricTitle(id: string, { paraphrases = false }: { readonly paraphrases?: boolean } = {}): string {
  return id === 'meteor' && paraphrases ? 'METEOR' : metricEntry(id).title;
}
