import { ChevronRight } from 'lucide-react';
import type { Preset } from '../../../preload/contract/runs.ts';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { Field, TextInput } from '../../components/field.tsx';
import { Select } from '../../components/select.tsx';
import { presetValue, type Setting } from './setting-value.ts';
import type { StartForm } from './use-start-form.ts';

interface Props {
  readonly preset: Preset;
  readonly form: StartForm;
}

/** The preset's settings, collapsed at first. */
export function SettingFields({ preset, form }: Props) {
  const changed = Object.keys(form.settings.overrides).length;
  const wrong = Object.keys(form.settings.problems).length;
  return (
    <details className="group rounded-lg border border-line bg-surface">
      <summary className="flex h-9 list-none items-center gap-1.5 rounded-lg px-3 font-semibold hover:bg-hover">
        <ChevronRight size={15} className="text-ink-3 group-open:rotate-90" aria-hidden />
        Advanced settings
        <span className="font-normal text-ink-3 text-xs">
          {wrong > 0 ? `${wrong} invalid` : changed > 0 ? `${changed} changed` : 'Preset values'}
        </span>
      </summary>
      <div className="border-line border-t p-3">
        <div className="grid grid-cols-1 gap-x-4 gap-y-3 md:grid-cols-2">
          {preset.settings.map((setting) => (
            <SettingField
              key={setting.key}
              setting={setting}
              text={form.typed[setting.key] ?? String(presetValue(preset.config, setting.key) ?? '')}
              error={form.settings.problems[setting.key]}
              changed={setting.key in form.settings.overrides}
              onType={(text) => form.type(setting.key, text)}
            />
          ))}
        </div>
        {preset.settings.length === 0 && <p className="text-ink-2">This preset has no settings.</p>}
        {Object.keys(form.typed).length > 0 && (
          <Button size="sm" className="mt-3" onClick={form.resetSettings}>
            Reset to preset
          </Button>
        )}
      </div>
    </details>
  );
}

interface FieldProps {
  readonly setting: Setting;
  readonly text: string;
  readonly error: string | undefined;
  readonly changed: boolean;
  readonly onType: (text: string) => void;
}

function SettingField({ setting, text, error, changed, onType }: FieldProps) {
  const label = changed ? `${setting.title} (changed)` : setting.title;
  if (setting.kind === 'boolean') {
    return (
      <div>
        <Checkbox checked={text === 'true'} onChange={(on) => onType(String(on))}>
          {label}
        </Checkbox>
        <p className="text-ink-3 text-xs">{setting.help}</p>
      </div>
    );
  }
  return (
    <Field label={label} help={setting.help} error={error}>
      {(control) =>
        setting.kind === 'choice' ? (
          <Select
            id={control.id}
            value={text}
            onChange={onType}
            options={setting.choices.map((choice) => ({ id: choice, label: choice }))}
          />
        ) : (
          <TextInput
            {...control}
            inputMode={setting.kind === 'integer' ? 'numeric' : 'decimal'}
            value={text}
            onChange={(event) => onType(event.currentTarget.value)}
            className="tabular"
          />
        )
      }
    </Field>
  );
}
