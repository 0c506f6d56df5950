import { RadioGroup } from 'radix-ui';
import { useId } from 'react';
import type { Preset } from '../../../preload/contract/runs.ts';

interface Props {
  readonly presets: readonly Preset[];
  readonly value: string | null;
  readonly onChange: (id: string) => void;
}

/** The presets side by side, each with its description. */
export function PresetChoice({ presets, value, onChange }: Props) {
  const id = useId();
  return (
    <RadioGroup.Root
      aria-label="Preset"
      value={value ?? ''}
      onValueChange={onChange}
      className="grid grid-cols-1 gap-2 sm:grid-cols-2"
    >
      {presets.map((preset) => (
        <RadioGroup.Item
          key={preset.id}
          value={preset.id}
          aria-labelledby={`${id}-${preset.id}`}
          aria-describedby={`${id}-${preset.id}-text`}
          className="group flex items-start gap-2.5 rounded-lg border border-edge bg-surface p-3 text-left hover:bg-hover data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft data-[state=checked]:shadow-[0_0_0_1px_var(--color-accent)]"
        >
          <span className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-edge bg-surface group-data-[state=checked]:border-accent-fill">
            <RadioGroup.Indicator className="size-2 rounded-full bg-accent-fill" />
          </span>
          <span className="min-w-0">
            <span id={`${id}-${preset.id}`} className="block font-semibold">
              {preset.title}
            </span>
            <span id={`${id}-${preset.id}-text`} className="block text-ink-2 text-xs">
              {preset.description}
            </span>
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
