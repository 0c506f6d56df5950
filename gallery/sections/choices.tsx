import { Network, Table2 } from 'lucide-react';
import { useState } from 'react';
import { Checkbox } from '../../renderer/components/checkbox.tsx';
import { Segmented } from '../../renderer/components/segmented.tsx';
import { Select } from '../../renderer/components/select.tsx';
import { Splitter } from '../../renderer/components/splitter.tsx';
import { Tabs } from '../../renderer/components/tabs.tsx';
import { Section, Specimen } from '../specimen.tsx';

export function ChoiceSection() {
  const [view, setView] = useState<'drawing' | 'table'>('drawing');
  const [split, setSplit] = useState<string | null>('val');
  const [tab, setTab] = useState<'curves' | 'samples'>('curves');
  const [checked, setChecked] = useState(true);
  const [width, setWidth] = useState(160);
  return (
    <Section title="Choices">
      <Specimen of="Checkbox">
        <Checkbox checked={checked} onChange={setChecked} aside={<span className="tabular text-ink-3">1,680</span>}>
          Checked, with an aside
        </Checkbox>
        <Checkbox checked={!checked} onChange={(on) => setChecked(!on)}>
          Unchecked
        </Checkbox>
        <Checkbox checked disabled onChange={() => undefined}>
          Disabled
        </Checkbox>
      </Specimen>
      <Specimen of="Segmented" row>
        <Segmented
          label="Words"
          value={view}
          onChange={setView}
          options={[
            { id: 'drawing', label: 'Drawing' },
            { id: 'table', label: 'Table' },
          ]}
        />
        <Segmented
          label="Icons"
          size="sm"
          value={view}
          onChange={setView}
          options={[
            { id: 'drawing', label: <Network size={13} aria-hidden />, name: 'Drawing' },
            { id: 'table', label: <Table2 size={13} aria-hidden />, name: 'Table' },
          ]}
        />
      </Specimen>
      <Specimen of="Select" row>
        <Select
          label="Split"
          prefix="Split"
          value={split}
          onChange={setSplit}
          options={[
            { id: 'train', label: 'train', detail: '1,680 images, 8,400 captions' },
            { id: 'val', label: 'val', detail: '210 images, 1,050 captions' },
            { id: 'test', label: 'test', detail: 'No images', disabled: true },
          ]}
        />
        <Select label="Nothing chosen" value={null} onChange={setSplit} options={[{ id: 'a', label: 'a' }]} />
        <Select label="Disabled" value={null} placeholder="No models" disabled onChange={setSplit} options={[]} />
      </Specimen>
      <Specimen of="Tabs">
        <Tabs
          label="Run details"
          value={tab}
          onChange={setTab}
          tabs={[
            { id: 'curves', label: 'Curves' },
            { id: 'samples', label: 'Sample captions' },
          ]}
          actions={<span className="text-ink-3 text-xs">Actions</span>}
        >
          <p className="py-3">Panel of {tab}</p>
        </Tabs>
      </Specimen>
      <Specimen of="Splitter">
        <div className="flex h-16 overflow-hidden rounded-md border border-line">
          <div style={{ width }} className="shrink-0 p-2">
            {width} px
          </div>
          <Splitter label="Panel width" size={width} minimum={80} maximum={280} onChange={setWidth} />
          <div className="p-2 text-ink-2">Drag the line or use the arrow keys.</div>
        </div>
      </Specimen>
    </Section>
  );
}
