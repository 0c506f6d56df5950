import type { MetricRow } from '../../../preload/contract/compare.ts';
import { comparePaired } from '../../metrics/bootstrap.ts';
import { type MetricEntry, metricCatalog } from '../../metrics/catalog.ts';
import type { CorpusScores } from '../../metrics/corpus-scorer.ts';

/**
 * The corpus table of two models' captions of the same images in the same order: the metrics of both sides in the order of the catalog, the difference b − a with its 95 % interval by
 * paired bootstrap over images where single images have the metric. `pause` gives other requests their turn between rows.
 */
export async function corpusTable(a: CorpusScores, b: CorpusScores, pause: () => Promise<void>): Promise<MetricRow[]> {
  const rows: MetricRow[] = [];
  for (const metric of metricCatalog) {
    const [valueA, valueB] = [a.corpus[metric.id], b.corpus[metric.id]];
    if (valueA === undefined || valueB === undefined) continue;
    const compared = a === b ? null : comparePaired(metric.id, a, b);
    const difference = valueA === null || valueB === null ? null : valueB - valueA;
    rows.push({ ...shown(metric), a: valueA, b: valueB, difference, interval: compared?.interval ?? null });
    await pause();
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
