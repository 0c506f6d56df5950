import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';

interface Props {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  /** One sentence under the title. */
  readonly description?: ReactNode;
  readonly width?: 'sm' | 'md' | 'lg';
  /** Buttons, the primary one last. */
  readonly footer?: ReactNode;
  /** True while closing would lose work: Escape and the backdrop do nothing. */
  readonly locked?: boolean;
  readonly children: ReactNode;
}

const FOCUSABLE =
  'input:not(:disabled), textarea:not(:disabled), button:not(:disabled), select:not(:disabled), a[href], summary';
const WIDTHS = { sm: 'max-w-105', md: 'max-w-150', lg: 'max-w-210' };

/** A modal dialog that traps the focus, closes with Escape and restores the focus. Long content scrolls inside. */
export function Dialog({ open, onOpenChange, title, description, width = 'md', footer, locked, children }: Props) {
  const keep = (event: Event) => locked && event.preventDefault();
  const body = useRef<HTMLDivElement>(null);
  /** Focuses the first control of the body, not the close button. */
  const focusBody = (event: Event) => {
    event.preventDefault();
    const first = body.current?.querySelector<HTMLElement>(FOCUSABLE);
    (first ?? (event.currentTarget as HTMLElement)).focus();
  };
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Primitive.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={focusBody}
          onEscapeKeyDown={keep}
          onPointerDownOutside={keep}
          onInteractOutside={keep}
          className={cx(
            'fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100vh-48px)] w-[calc(100vw-48px)] flex-col',
            '-translate-x-1/2 -translate-y-1/2 rounded-xl bg-raised shadow-pop focus:outline-none',
            WIDTHS[width],
          )}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-2">
            <div className="min-w-0 flex-1">
              <Primitive.Title className="font-semibold text-lg">{title}</Primitive.Title>
              {description && (
                <Primitive.Description className="mt-0.5 text-ink-2">{description}</Primitive.Description>
              )}
            </div>
            {!locked && <IconButton icon={X} label="Close" onClick={() => onOpenChange(false)} />}
          </header>
          <div ref={body} className="contents">
            {/* Padding above keeps the focus ring of the first control visible. */}
            <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-4">{children}</div>
            {footer && <footer className="flex items-center gap-2 border-line border-t px-5 py-3">{footer}</footer>}
          </div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
