import { ErrorNotice } from '../../components/error-notice.tsx';
import { Table } from '../../components/table.tsx';
import { formatBytes } from '../settings/format-bytes.ts';
import { useMemory } from './use-library.ts';

const USES = [
  ['captioning', 'Memory for captioning'],
  ['training', 'Memory for fine-tuning'],
] as const;

const ESTIMATED =
  'These are estimates: for 8 images at once with five candidate captions of each (beams) while captioning, and for 4 images with five samples of each while fine-tuning, as the preset for published models has it. The vision tower is the part that looks at an image, and the blocks are the layers of a part. Keys and values are what a model remembers of a caption that it is writing, the gradient and AdamW’s moments what training keeps for each parameter that it changes. B is a byte.';
const MEASURED =
  'The most that was taken while 60 images were captioned with five candidates of each (beams), and by a training with the preset “Balanced”.';

/** nadir-mini's figures come from runs of it, not from its sizes. */
const isMeasured = ({ captioning }: { readonly captioning: readonly { readonly arithmetic: string }[] }): boolean =>
  captioning.every(({ arithmetic }) => arithmetic === 'measured');

/** The arithmetic behind a model's estimates. */
export function MemoryDetails({ id }: { readonly id: string }) {
  const memory = useMemory(id, true);
  if (memory.isError) return <ErrorNotice error={memory.error} />;
  if (memory.data === undefined) return <p className="text-ink-2 text-xs">Working it out…</p>;
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
              { id: 'what', header: 'What', cell: (row) => row.what },
              { id: 'arithmetic', header: 'Worked out as', cell: (row) => row.arithmetic, className: 'text-ink-2' },
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
