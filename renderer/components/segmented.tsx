import { ToggleGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

interface Props<K extends string> {
  readonly label: string;
  readonly value: K;
  readonly options: readonly { readonly id: K; readonly label: ReactNode; readonly name?: string }[];
  readonly onChange: (id: K) => void;
  readonly size?: 'sm' | 'md';
}

/** A choice among a few visible options. `name` is required where the label is an icon. */
export function Segmented<K extends string>({ label, value, options, onChange, size = 'md' }: Props<K>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(id) => id !== '' && onChange(id as K)}
      className="inline-flex shrink-0 rounded-md bg-hover p-0.5"
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.id}
          value={option.id}
          aria-label={option.name}
          className={cx(
            'inline-flex items-center justify-center gap-1 rounded-sm font-medium text-ink-2 hover:text-ink',
            'data-[state=on]:bg-surface data-[state=on]:text-ink data-[state=on]:shadow-[0_0_0_1px_var(--color-edge)]',
            size === 'sm' ? 'h-5 px-1.5 text-2xs' : 'h-6 px-2 text-xs',
          )}
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
