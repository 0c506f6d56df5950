import { Check } from 'lucide-react';
import { Checkbox as Primitive } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { cx } from './cx.ts';

interface Props {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
  readonly children: ReactNode;
  /** Right-aligned beside the label, such as a count. */
  readonly aside?: ReactNode;
}

/** A checkbox with a label; the whole row is clickable. */
export function Checkbox({ checked, onChange, disabled = false, children, aside }: Props) {
  const id = useId();
  return (
    <div className="flex min-h-6 min-w-0 items-center gap-2">
      <Primitive.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(value) => onChange(value === true)}
        className="flex size-3.5 shrink-0 items-center justify-center rounded-xs border border-edge bg-surface disabled:opacity-45 data-[state=checked]:border-accent-fill data-[state=checked]:bg-accent-fill"
      >
        <Primitive.Indicator className="text-white">
          <Check size={11} strokeWidth={3.5} aria-hidden />
        </Primitive.Indicator>
      </Primitive.Root>
      <label htmlFor={id} className={cx('min-w-0 flex-1 truncate', disabled && 'opacity-45')}>
        {children}
      </label>
      {aside}
    </div>
  );
}
