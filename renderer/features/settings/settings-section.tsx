import type { ReactNode } from 'react';

interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}

/** A titled group of settings. */
export function SettingsSection({ id, title, children }: SectionProps) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="scroll-mt-4">
      <h2 id={`${id}-title`} tabIndex={-1} className="mb-2 font-semibold text-md">
        {title}
      </h2>
      <div className="rounded-lg border border-line bg-surface">{children}</div>
    </section>
  );
}

interface RowProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** Shown right of the title. */
  readonly control?: ReactNode;
}

/** One setting: name and description on the left, control on the right. */
export function SettingsRow({ title, children, control }: RowProps) {
  return (
    <div className="flex flex-wrap items-start gap-x-6 gap-y-2 border-line border-b px-4 py-3 last:border-0">
      <div className="min-w-60 flex-1">
        <h3 className="font-medium">{title}</h3>
        {children && <div className="text-ink-2 text-xs">{children}</div>}
      </div>
      {control && <div className="flex shrink-0 items-center gap-2">{control}</div>}
    </div>
  );
}
