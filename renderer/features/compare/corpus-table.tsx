import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp } from 'lucide-react';
import type { MetricRow } from '../../../preload/contract/compare.ts';
import { counted } from '../../app/words/format.ts';
import { Badge } from '../../components/badge.tsx';
import { type Column, Table } from '../../components/table.tsx';
import { ScrollRegion } from '../train/scroll-region.tsx';
import { ClassTable } from './class-table.tsx';
import { SideMark } from './compare-bar.tsx';
import { type ImageRow, tally } from './image-rows.ts';
import { digitsOf, metricValue, metricVerdict, signed } from './metric-verdict.ts';
import type { Pair } from './pair.ts';

interface Props {
  readonly pair: Pair;
  readonly split: string;
  readonly metrics: readonly MetricRow[];
  readonly images: readonly ImageRow[];
}

/** The corpus metrics of both models: values, difference, interval and verdict. */
export function CorpusTable({ pair, split, metrics, images }: Props) {
  const { better, worse, equal } = tally(images);
  return (
    <ScrollRegion label="Corpus metrics" className="@container min-h-0 flex-1 overflow-auto p-4">
      <h2 className="font-semibold text-lg">
        {pair.b.title} compared with {pair.a.title}
      </h2>
      <p className="mb-3 text-ink-2">
        {counted(images.length, 'image')} of the {split} split. By CIDEr of each image, B captions{' '}
        <b className="text-ink">{better} better</b>, <b className="text-ink">{worse} worse</b> and {equal} the same.
      </p>
      <div className="min-w-fit rounded-lg border border-line bg-surface">
        <Table label="Corpus metrics" columns={columns} rows={inOrder(metrics)} rowKey={(row) => row.id} />
      </div>
      <p className="mt-2 max-w-170 text-ink-3 text-xs">
        The difference is B − A. The 95 % interval comes from a paired bootstrap over the images. If it contains zero,
        the difference is not significant.
      </p>
      <ClassTable rows={images} />
    </ScrollRegion>
  );
}

/** The metrics most often reported come first; the others keep their order. */
const FIRST = ['cider', 'bleu_4', 'rouge_l', 'oversight_rate', 'hallucination_rate'];

function inOrder(metrics: readonly MetricRow[]): readonly MetricRow[] {
  const place = ({ id }: MetricRow) => (FIRST.includes(id) ? FIRST.indexOf(id) : FIRST.length);
  return metrics.toSorted((a, b) => place(a) - place(b));
}

const columns: readonly Column<MetricRow>[] = [
  {
    id: 'metric',
    header: 'Metric',
    cell: (row) => (
      <div className="@4xl:max-w-80 max-w-48">
        <span className="block font-medium">
          {row.title}
          {row.higherIsBetter !== null && (
            // A non-breaking space keeps the arrow with the last word; alone on a line it would mean nothing.
            <>
              &nbsp;
              <Direction higherIsBetter={row.higherIsBetter} />
            </>
          )}
        </span>
        <span className="@2xl:block hidden text-ink-3 text-xs">{row.description}</span>
      </div>
    ),
  },
  { id: 'a', header: <SideMark side="A" />, numeric: true, cell: (row) => <Side row={row} side="a" /> },
  { id: 'b', header: <SideMark side="B" />, numeric: true, cell: (row) => <Side row={row} side="b" /> },
  {
    id: 'difference',
    header: 'Difference',
    numeric: true,
    cell: (row) => <span className="font-semibold">{signed(row.difference, digitsOf(row))}</span>,
  },
  {
    id: 'interval',
    header: '95 % interval',
    numeric: true,
    cell: (row) => (
      <span className="whitespace-nowrap text-ink-2">
        {row.interval === null ? '–' : row.interval.map((end) => signed(end, digitsOf(row))).join(' … ')}
      </span>
    ),
  },
  { id: 'verdict', header: 'Verdict', cell: (row) => <Verdict row={row} /> },
];

function Direction({ higherIsBetter }: { readonly higherIsBetter: boolean }) {
  const Icon = higherIsBetter ? ArrowUp : ArrowDown;
  return (
    <span className="inline-flex items-center gap-0.5 whitespace-nowrap font-normal text-ink-3 text-xs">
      <Icon size={11} aria-hidden />
      <span className="@2xl:not-sr-only sr-only">{higherIsBetter ? 'higher is better' : 'lower is better'}</span>
    </span>
  );
}

function Side({ row, side }: { readonly row: MetricRow; readonly side: 'a' | 'b' }) {
  const better = metricVerdict(row).better === side;
  return <span className={better ? 'font-semibold' : 'text-ink-2'}>{metricValue(row[side], digitsOf(row))}</span>;
}

function Verdict({ row }: { readonly row: MetricRow }) {
  const verdict = metricVerdict(row);
  if (verdict.better === 'neither') return <span className="text-ink-3 text-xs">{verdict.words}</span>;
  const sure = verdict.clear || row.interval === null;
  return (
    <Badge tone={sure ? 'accent' : 'neutral'} icon={verdict.better === 'a' ? ArrowLeft : ArrowRight}>
      {verdict.words}
    </Badge>
  );
}
