import { Eye, FileInput, Trash2 } from 'lucide-react';
import { Button, type ButtonSize, type ButtonVariant } from '../../renderer/components/button.tsx';
import { cx } from '../../renderer/components/cx.ts';
import { Field, TextInput } from '../../renderer/components/field.tsx';
import { IconButton } from '../../renderer/components/icon-button.tsx';
import { Kbd } from '../../renderer/components/kbd.tsx';
import { PathRow } from '../../renderer/components/path-row.tsx';
import { Section, Specimen } from '../specimen.tsx';

const VARIANTS: readonly ButtonVariant[] = ['primary', 'secondary', 'ghost', 'danger'];
const SIZES: readonly ButtonSize[] = ['sm', 'md', 'lg'];

export function ControlSection() {
  return (
    <Section title="Controls">
      <Specimen of="Button">
        {SIZES.map((size) => (
          <div key={size} className="flex flex-wrap items-center gap-3">
            {VARIANTS.map((variant) => (
              <Button key={variant} variant={variant} size={size}>
                <FileInput size={14} aria-hidden />
                {variant}
              </Button>
            ))}
            <Button size={size} disabled>
              Disabled
            </Button>
            <Button size={size} busy>
              Busy
            </Button>
          </div>
        ))}
      </Specimen>
      <Specimen of="IconButton" row>
        <IconButton icon={Eye} label="Show" />
        <IconButton icon={Eye} label="Show (small)" size="sm" />
        <IconButton icon={Eye} label="Pressed" pressed />
        <IconButton icon={Trash2} label="Disabled" disabled />
      </Specimen>
      <Specimen of="Field and TextInput">
        <Field label="Label" help="Help below the control.">
          {(control) => <TextInput {...control} placeholder="Placeholder" />}
        </Field>
        <Field label="With an error" help="Not shown." error="Enter a whole number.">
          {(control) => <TextInput {...control} defaultValue="1.5" />}
        </Field>
        <Field label="Disabled">{(control) => <TextInput {...control} defaultValue="Value" disabled />}</Field>
      </Specimen>
      <Specimen of="PathRow">
        <div className={cx('grid items-center gap-x-3 gap-y-2', 'grid-cols-[auto_minmax(0,1fr)_auto]')}>
          <PathRow
            label="Chosen"
            path="/data/a-very-long-folder-name/of-a-survey/with-many-levels/ucm/dataset.json"
            none=""
          >
            <Button>Choose…</Button>
          </PathRow>
          <PathRow label="Not chosen" path={null} none="None chosen">
            <Button>Choose…</Button>
          </PathRow>
        </div>
      </Specimen>
      <Specimen of="Kbd" row>
        <Kbd keys="mod+shift+z" />
        <Kbd keys="?" />
        <Kbd keys="space" />
        <Kbd keys="arrowup" />
      </Specimen>
    </Section>
  );
}
