import type { ReactNode } from 'react';
import { cx } from '../../components/cx.ts';

interface Props {
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A named scrolling region that can be focused, so that the keyboard can scroll it. */
export function ScrollRegion({ label, className, children }: Props) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: without a tab stop the keyboard could not scroll it
      tabIndex={0}
      className={cx('focus-inset', className)}
    >
      {children}
    </section>
  );
}
