import type { MetricRow } from '../../../preload/contract/compare.ts';
import { pairedBootstrap, type Resampled } from '../../metrics/bootstrap.ts';
import { type MetricEntry, metricCatalog } from '../../metrics/catalog.ts';
import type { CorpusScores } from '../../metrics/corpus-score.ts';
import { captionHealth } from '../../metrics/diversity.ts';
import { tokenizePtb } from '../../text/ptb-tokenizer.ts';

/** One model's captions of the compared images, scored. Both sides hold the same images in the same order. */
export interface ScoredSide {
  readonly captions: readonly string[];
  readonly scores: CorpusScores;
}

/** Figures of a set of captions as a whole: no image has them, so there is no interval. */
const healthRows = [
  {
    id: 'distinct_captions',
    title: 'Distinct captions',
    description: 'How many different captions the model gave. Few of them may score well and still say little.',
    higherIsBetter: true,
    value: (captions: readonly string[]) => captionHealth(captions.map(tokenizePtb)).distinctCaptions,
  },
  {
    id: 'bad_ending_rate',
    title: 'Bad endings',
    description: 'Share of captions that end in a word no caption ends with ("a", "of", "with").',
    higherIsBetter: false,
    value: (captions: readonly string[]) => captionHealth(captions.map(tokenizePtb)).badEndingRate,
  },
] as const;

/**
 * The corpus table: every metric of the catalog for both sides, the difference b − a with its 95 % interval by paired
 * bootstrap over images, then the health figures. `pause` gives other requests their turn between rows.
 */
export async function corpusTable(a: ScoredSide, b: ScoredSide, pause: () => Promise<void>): Promise<MetricRow[]> {
  const rows: MetricRow[] = [];
  for (const metric of metricCatalog) {
    const [valueA, valueB] = [a.scores.corpus[metric.id] ?? null, b.scores.corpus[metric.id] ?? null];
    const compared = a === b ? null : pairedBootstrap(resampled(metric, a.scores, b.scores));
    rows.push({
      ...shown(metric),
      a: valueA,
      b: valueB,
      difference: difference(valueA, valueB),
      interval: compared?.interval ?? null,
    });
    await pause();
  }
  for (const row of healthRows) {
    const [valueA, valueB] = [row.value(a.captions), row.value(b.captions)];
    rows.push({ ...shown(row), a: valueA, b: valueB, difference: difference(valueA, valueB), interval: null });
  }
  return rows;
}

const shown = ({
  id,
  title,
  description,
  higherIsBetter,
}: Pick<MetricEntry, 'id' | 'title' | 'description' | 'higherIsBetter'>) => ({
  id,
  title,
  description,
  higherIsBetter,
});

const difference = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : b - a);

function resampled({ id }: MetricEntry, a: CorpusScores, b: CorpusScores): Resampled {
  const order = /^bleu_([1-4])$/.exec(id)?.[1];
  if (order) {
    return { kind: 'bleu', order: Number(order) as 1 | 2 | 3 | 4, a: a.bleuStatistics, b: b.bleuStatistics };
  }
  const values = (scores: CorpusScores) => scores.images.map((image) => image[id] as number | null);
  return { kind: 'mean', a: values(a), b: values(b) };
}
