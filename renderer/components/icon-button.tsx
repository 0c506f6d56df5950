import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import { Tooltip } from './tooltip.tsx';

interface Props extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  readonly icon: LucideIcon;
  /** The accessible name, also shown as the tooltip. */
  readonly label: string;
  /** Shown in the tooltip, such as `mod+z`. */
  readonly keys?: string | undefined;
  readonly size?: 'sm' | 'md';
  /** State of a toggle button. */
  readonly pressed?: boolean | undefined;
}

/** A button with only an icon; a tooltip shows its name. */
export function IconButton({ icon: Icon, label, keys, size = 'md', pressed, className, ...rest }: Props) {
  return (
    <Tooltip label={label} keys={keys}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-pressed={pressed}
        className={cx(
          'inline-flex shrink-0 items-center justify-center rounded-md',
          'disabled:pointer-events-none disabled:opacity-40',
          size === 'sm' ? 'size-6' : 'size-7',
          pressed ? 'bg-accent-soft text-accent' : 'text-ink-2 hover:bg-hover hover:text-ink',
          className,
        )}
      >
        <Icon size={size === 'sm' ? 14 : 16} strokeWidth={1.75} aria-hidden />
      </button>
    </Tooltip>
  );
}
