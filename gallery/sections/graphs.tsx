import { GraphDrawing } from '../../renderer/features/graph/graph-drawing.tsx';
import { graphItems } from '../../renderer/features/graph/graph-items.ts';
import { GraphSummary } from '../../renderer/features/graph/graph-summary.tsx';
import { GraphTable } from '../../renderer/features/graph/graph-table.tsx';
import { aloneGraph, counts, graph } from '../fixtures/graphs.ts';
import { captions } from '../fixtures/images.ts';
import { Section, Specimen } from '../specimen.tsx';

const items = graphItems(
  graph,
  captions.map(({ id }) => ({ captionId: id })),
);
const aloneItems = graphItems(aloneGraph, [{ captionId: 1 }]);

export function GraphSection() {
  return (
    <Section title="Scene graphs">
      <Specimen of="GraphSummary">
        <GraphSummary items={items} />
        <GraphSummary items={aloneItems} />
      </Specimen>
      <Specimen of="GraphDrawing (compared)">
        <div className="flex h-80">
          <GraphDrawing own={graph} items={items} of="caption 1" />
        </div>
      </Specimen>
      <Specimen of="GraphDrawing (only caption)">
        <div className="flex h-40">
          <GraphDrawing own={aloneGraph} items={aloneItems} of="the only caption" />
        </div>
      </Specimen>
      <Specimen of="GraphTable">
        <div className="flex max-h-120">
          <GraphTable own={graph} items={items} captions={captions} counts={counts} />
        </div>
      </Specimen>
    </Section>
  );
}
