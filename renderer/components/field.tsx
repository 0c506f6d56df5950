import { type ComponentProps, type ReactNode, useId } from 'react';
import { cx } from './cx.ts';

export const INPUT_CLASSES =
  'h-7 w-full min-w-0 rounded-md border border-edge bg-surface px-2 text-ink disabled:opacity-45 aria-[invalid=true]:border-bad';

interface FieldProps {
  readonly label: string;
  readonly help?: ReactNode;
  /** Shown instead of the help, and announced. */
  readonly error?: string | null | undefined;
  readonly className?: string;
  /** Receives the attributes of the control: `id`, `aria-describedby`, `aria-invalid`. */
  readonly children: (control: {
    readonly id: string;
    readonly 'aria-describedby': string | undefined;
    readonly 'aria-invalid': boolean;
  }) => ReactNode;
}

/** A control with its label above and its help or error below. */
export function Field({ label, help, error, className, children }: FieldProps) {
  const id = useId();
  const note = error ?? help;
  return (
    <div className={cx('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className="font-medium text-ink-2 text-xs">
        {label}
      </label>
      {children({ id, 'aria-describedby': note ? `${id}-note` : undefined, 'aria-invalid': Boolean(error) })}
      {note && (
        <p
          id={`${id}-note`}
          className={cx('text-xs', error ? 'text-bad' : 'text-ink-3')}
          role={error ? 'alert' : undefined}
        >
          {note}
        </p>
      )}
    </div>
  );
}

/** A one-line text or number input. */
export function TextInput({ className, ...rest }: ComponentProps<'input'>) {
  return <input type="text" autoComplete="off" spellCheck={false} {...rest} className={cx(INPUT_CLASSES, className)} />;
}
