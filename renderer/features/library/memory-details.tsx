import { formatBytes } from '../../app/words/format.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Table } from '../../components/table.tsx';
import { useMemory } from './use-library.ts';

const USES = [
  ['captioning', 'Memory estimate for captioning'],
  ['training', 'Memory estimate for fine-tuning'],
] as const;

const ESTIMATED =
  'Estimated for captioning 8 images at once with 5 beams each, and for fine-tuning 4 images per step with 5 samples each, as in the preset “Published model”. The vision tower reads the image; blocks are its layers and those of the other parts. Keys and values hold the caption written so far. Training also keeps a gradient and AdamW’s moments for each parameter that it changes. B means bytes.';
const MEASURED =
  'Measured: peak memory while captioning 60 images with 5 beams each, and during a run with the preset “Balanced”.';

/** The memory of nadir-mini is measured, not estimated. */
const isMeasured = ({ captioning }: { readonly captioning: readonly { readonly arithmetic: string }[] }): boolean =>
  captioning.every(({ arithmetic }) => arithmetic === 'measured');

/** The calculation behind a model's memory estimates. */
export function MemoryDetails({ id }: { readonly id: string }) {
  const memory = useMemory(id, true);
  if (memory.isError) return <ErrorNotice error={memory.error} />;
  if (memory.data === undefined) return <p className="text-ink-2 text-xs">Calculating…</p>;
  return (
    <div className="mt-2 flex flex-col gap-3 rounded-md border border-line bg-canvas p-3">
      {USES.map(([use, title]) => (
        <div key={use}>
          <h4 className="mb-0.5 font-medium text-ink-2 text-xs">{title}</h4>
          <Table
            label={title}
            rows={memory.data[use]}
            rowKey={(row) => row.what}
            columns={[
              { id: 'what', header: 'Part', cell: (row) => row.what },
              { id: 'arithmetic', header: 'Calculation', cell: (row) => row.arithmetic, className: 'text-ink-2' },
              {
                id: 'bytes',
                header: 'Memory',
                numeric: true,
                cell: (row) => <span className="whitespace-nowrap">{formatBytes(row.bytes)}</span>,
              },
            ]}
          />
        </div>
      ))}
      <p className="text-ink-2 text-xs">{isMeasured(memory.data) ? MEASURED : ESTIMATED}</p>
    </div>
  );
}
