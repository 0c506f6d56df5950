import { CorpusTable } from '../../renderer/features/compare/corpus-table.tsx';
import { DeltaBar } from '../../renderer/features/compare/delta-bar.tsx';
import { ImageListRow } from '../../renderer/features/compare/image-list-row.tsx';
import { ModelSide } from '../../renderer/features/compare/model-side.tsx';
import { metrics, pair, rows, side } from '../fixtures/compare.ts';
import { Section, Specimen } from '../specimen.tsx';

const ROW_PX = 56;

export function CompareSection() {
  return (
    <Section title="Compare">
      <Specimen of="DeltaBar">
        <DeltaBar difference={0.9} scale={1} />
        <DeltaBar difference={-0.4} scale={1} />
        <DeltaBar difference={0} scale={1} />
      </Specimen>
      <Specimen of="ImageListRow">
        <div
          role="listbox"
          aria-label="Compared images"
          tabIndex={0}
          className="focus-inset relative max-w-90"
          style={{ height: rows.length * ROW_PX }}
        >
          {rows.map((row, index) => (
            <ImageListRow
              key={row.imageId}
              id={`row-${row.imageId}`}
              row={row}
              fileName={row.fileName}
              scale={1.3}
              selected={index === 1}
              position={index + 1}
              size={rows.length}
              top={index * ROW_PX}
              height={ROW_PX}
              onSelect={() => undefined}
            />
          ))}
        </div>
      </Specimen>
      <Specimen of="CorpusTable and ClassTable">
        <CorpusTable pair={pair} split="val" metrics={metrics} images={rows} />
      </Specimen>
      <Specimen of="ModelSide and ObjectList">
        <ModelSide
          letter="B"
          title={pair.b.title}
          side={side}
          references={2}
          other={1.2}
          words={[
            { kind: 'added', text: 'Four white' },
            { kind: 'same', text: 'airplanes are parked near the terminal.' },
          ]}
        />
      </Specimen>
    </Section>
  );
}
