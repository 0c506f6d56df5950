import { LoaderCircle } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cx } from './cx.ts';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';
export type ButtonSize = 'sm' | 'md' | 'lg';

const VARIANTS: Record<ButtonVariant, string> = {
  primary: 'bg-accent-fill text-white hover:bg-accent-fill-hover',
  secondary: 'border border-edge bg-surface text-ink hover:bg-hover',
  ghost: 'text-ink-2 hover:bg-hover hover:text-ink',
  danger: 'border border-edge bg-surface text-bad hover:border-bad hover:bg-bad-soft',
};
const SIZES: Record<ButtonSize, string> = {
  sm: 'h-6 gap-1 rounded-sm px-2 text-xs',
  md: 'h-7 gap-1.5 rounded-md px-2.5 text-sm',
  lg: 'h-9 gap-2 rounded-md px-4 text-sm',
};

interface Props extends ComponentProps<'button'> {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  /** Shows a spinner and disables the button. */
  readonly busy?: boolean;
}

/** A labelled action. Use at most one primary button per view. */
export function Button({ variant = 'secondary', size = 'md', busy = false, className, children, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      disabled={rest.disabled || busy}
      aria-busy={busy || undefined}
      className={cx(
        'inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap font-medium',
        'disabled:pointer-events-none disabled:opacity-45 [&>svg]:shrink-0',
        VARIANTS[variant],
        SIZES[size],
        className,
      )}
    >
      {busy && <LoaderCircle size={14} className="animate-spin" aria-hidden />}
      {children}
    </button>
  );
}
