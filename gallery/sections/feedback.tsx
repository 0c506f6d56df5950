import { CircleAlert, CircleCheck, Images } from 'lucide-react';
import { Badge, type Tone } from '../../renderer/components/badge.tsx';
import { Button } from '../../renderer/components/button.tsx';
import { EmptyState } from '../../renderer/components/empty-state.tsx';
import { ErrorNotice } from '../../renderer/components/error-notice.tsx';
import { ProgressBar } from '../../renderer/components/progress-bar.tsx';
import { Table } from '../../renderer/components/table.tsx';
import { Section, Specimen } from '../specimen.tsx';

const TONES: readonly Tone[] = ['neutral', 'accent', 'ok', 'warn', 'bad'];

export function FeedbackSection() {
  return (
    <Section title="Feedback">
      <Specimen of="Badge" row>
        {TONES.map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
        <Badge tone="ok" icon={CircleCheck}>
          With an icon
        </Badge>
        <Badge tone="bad" icon={CircleAlert}>
          Failed
        </Badge>
      </Specimen>
      <Specimen of="ProgressBar">
        <ProgressBar label="None" done={0} total={10} />
        <ProgressBar label="Some" done={4} total={10} />
        <ProgressBar label="All" done={10} total={10} />
        <ProgressBar label="Unknown" done={0} total={0} />
      </Specimen>
      <Specimen of="ErrorNotice">
        <ErrorNotice error="nwpu.json is not in Karpathy’s format: it has no list “images”." />
        <ErrorNotice error={{ code: 'internal', message: 'The engine did not answer.' }} onRetry={() => undefined}>
          <p className="text-ink-2">With a note and a way to try again.</p>
        </ErrorNotice>
      </Specimen>
      <Specimen of="EmptyState">
        <EmptyState
          icon={Images}
          title="No images yet"
          action={
            <Button variant="primary" size="lg">
              Import images and captions…
            </Button>
          }
        >
          Choose a caption file and its image folder, or drop them on this window.
        </EmptyState>
        <EmptyState title="Loading models…" />
      </Specimen>
      <Specimen of="Table">
        <div className="overflow-x-auto">
          <Table
            label="Splits"
            columns={[
              { id: 'name', header: 'Split', cell: ({ name }) => name, sortable: true },
              { id: 'images', header: 'Images', numeric: true, cell: ({ images }) => images, sortable: true },
            ]}
            rows={[
              { name: 'train', images: 1680 },
              { name: 'val', images: 210 },
            ]}
            rowKey={({ name }) => name}
            sort={{ id: 'images', descending: true }}
            onSort={() => undefined}
          />
        </div>
      </Specimen>
    </Section>
  );
}
