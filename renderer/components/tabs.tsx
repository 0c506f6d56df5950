import { Tabs as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface Tab<K extends string> {
  readonly id: K;
  readonly label: ReactNode;
}

interface Props<K extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<K>[];
  readonly value: K;
  readonly onChange: (id: K) => void;
  /** Shown right of the tabs. */
  readonly actions?: ReactNode;
  /** The panel of the current tab. */
  readonly children: ReactNode;
  readonly className?: string;
}

/** Tabs above one panel; arrow keys move between them. */
export function Tabs<K extends string>({ label, tabs, value, onChange, actions, children, className }: Props<K>) {
  return (
    <Primitive.Root
      value={value}
      onValueChange={(id) => onChange(id as K)}
      className={cx('flex min-h-0 flex-col', className)}
    >
      <div className="flex h-9 shrink-0 items-stretch border-line border-b px-3">
        <Primitive.List aria-label={label} className="flex items-stretch gap-4">
          {tabs.map((tab) => (
            <Primitive.Trigger
              key={tab.id}
              value={tab.id}
              className={cx(
                '-mx-1.5 -mb-px flex items-center gap-1.5 rounded-t-sm border-transparent border-b-2 px-1.5 font-medium text-ink-2 hover:text-ink',
                'focus-inset data-[state=active]:border-accent data-[state=active]:text-ink',
              )}
            >
              {tab.label}
            </Primitive.Trigger>
          ))}
        </Primitive.List>
        {actions && <div className="ml-auto flex items-center gap-1">{actions}</div>}
      </div>
      <Primitive.Content value={value} className="flex min-h-0 flex-1 flex-col">
        {children}
      </Primitive.Content>
    </Primitive.Root>
  );
}
