import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { readError } from '../app/words/errors.ts';
import { Button } from './button.tsx';
import { cx } from './cx.ts';

interface Props {
  /** The value of a rejected promise, or a message. */
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
  readonly className?: string;
  readonly children?: ReactNode;
}

/** An error shown in place of the result, with the engine's message. */
export function ErrorNotice({ error, onRetry, className, children }: Props) {
  return (
    <div
      role="alert"
      className={cx('flex items-start gap-2 rounded-md border border-bad/40 bg-bad-soft px-3 py-2 text-ink', className)}
    >
      <CircleAlert size={16} className="mt-0.5 shrink-0 text-bad" aria-hidden />
      <div className="min-w-0 flex-1 break-words">
        <p>{readError(error).message}</p>
        {children}
      </div>
      {onRetry && (
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
