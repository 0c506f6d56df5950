import { Check, ChevronDown } from 'lucide-react';
import { Select as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface SelectOption<K extends string> {
  readonly id: K;
  readonly label: string;
  /** A second line below the label. */
  readonly detail?: string | undefined;
  readonly disabled?: boolean;
}

interface Props<K extends string> {
  /** The accessible name; omit it inside a `Field`, which names it by `id`. */
  readonly label?: string;
  readonly id?: string | undefined;
  readonly value: K | null;
  readonly options: readonly SelectOption<K>[];
  readonly onChange: (id: K) => void;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly className?: string;
  /** Shown before the value, such as "Sort". */
  readonly prefix?: ReactNode;
}

/** A choice of one option from a list. */
export function Select<K extends string>({ label, id, value, options, onChange, ...rest }: Props<K>) {
  return (
    <Primitive.Root
      value={value ?? ''}
      onValueChange={(chosen) => onChange(chosen as K)}
      disabled={rest.disabled ?? false}
    >
      <Primitive.Trigger
        id={id}
        aria-label={label}
        className={cx(
          'inline-flex h-7 min-w-0 items-center gap-1.5 rounded-md border border-edge bg-surface px-2 text-left',
          'hover:bg-hover disabled:opacity-45 data-[placeholder]:text-ink-3',
          rest.className,
        )}
      >
        {rest.prefix && <span className="shrink-0 text-ink-3">{rest.prefix}</span>}
        <span className="min-w-0 flex-1 truncate">
          <Primitive.Value placeholder={rest.placeholder ?? 'Choose…'} />
        </span>
        <ChevronDown size={14} className="shrink-0 text-ink-3" aria-hidden />
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-[min(420px,var(--radix-select-content-available-height))] min-w-[var(--radix-select-trigger-width)] max-w-100 overflow-hidden rounded-lg bg-raised shadow-pop"
        >
          <Primitive.Viewport className="p-1">
            {options.map((option) => (
              <Primitive.Item
                key={option.id}
                value={option.id}
                disabled={option.disabled ?? false}
                className="relative flex min-h-7 flex-col justify-center rounded-sm py-1 pr-7 pl-2 outline-none data-[disabled]:opacity-45 data-[highlighted]:bg-hover"
              >
                <Primitive.ItemText>{option.label}</Primitive.ItemText>
                {option.detail && <span className="text-ink-3 text-xs">{option.detail}</span>}
                <Primitive.ItemIndicator className="absolute top-2 right-2 text-accent">
                  <Check size={14} aria-hidden />
                </Primitive.ItemIndicator>
              </Primitive.Item>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
