import { Columns2, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../renderer/components/button.tsx';
import { Dialog } from '../../renderer/components/dialog.tsx';
import { Field, TextInput } from '../../renderer/components/field.tsx';
import { Menu } from '../../renderer/components/menu.tsx';
import { Tooltip } from '../../renderer/components/tooltip.tsx';
import { Section, Specimen } from '../specimen.tsx';

type Width = 'sm' | 'md' | 'lg';
const WIDTHS: readonly Width[] = ['sm', 'md', 'lg'];

export function OverlaySection() {
  const [dialog, setDialog] = useState<{ readonly width: Width; readonly locked: boolean } | null>(null);
  const close = () => setDialog(null);
  return (
    <Section title="Overlays">
      <Specimen of="Dialog" row>
        {WIDTHS.map((width) => (
          <Button key={width} onClick={() => setDialog({ width, locked: false })}>
            Open dialog ({width})
          </Button>
        ))}
        <Button onClick={() => setDialog({ width: 'md', locked: true })}>Open locked dialog</Button>
        <Dialog
          open={dialog !== null}
          onOpenChange={close}
          title="Dialog title"
          description="One sentence below the title."
          width={dialog?.width ?? 'md'}
          locked={dialog?.locked ?? false}
          footer={
            <>
              <Button variant="ghost" className="ml-auto" onClick={close}>
                Cancel
              </Button>
              <Button variant="primary" onClick={close}>
                Save
              </Button>
            </>
          }
        >
          <Field label="Name" help="The first control takes the focus.">
            {(control) => <TextInput {...control} />}
          </Field>
        </Dialog>
      </Specimen>
      <Specimen of="Menu" row>
        <Menu
          trigger={<Button>Open menu</Button>}
          entries={[
            { kind: 'heading', id: 'heading', label: 'Heading' },
            { id: 'compare', label: 'Compare', icon: Columns2, keys: 'mod+3', onSelect: () => undefined },
            { id: 'disabled', label: 'Disabled', disabled: true, onSelect: () => undefined },
            { kind: 'separator', id: 'line' },
            { id: 'delete', label: 'Delete', icon: Trash2, danger: true, onSelect: () => undefined },
          ]}
        />
      </Specimen>
      <Specimen of="Tooltip" row>
        <Tooltip label="A short text" keys="mod+z">
          <Button>Focus for a tooltip</Button>
        </Tooltip>
      </Specimen>
    </Section>
  );
}
