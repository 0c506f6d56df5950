import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface Props {
  readonly icon?: LucideIcon;
  readonly title: string;
  /** Reason and remedy. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** A placeholder for missing content with the reason and the next step. */
export function EmptyState({ icon: Icon, title, children, action }: Props) {
  return (
    <div className="flex h-full min-h-48 flex-col items-center justify-center gap-1 px-6 text-center">
      {Icon && <Icon size={28} strokeWidth={1.25} className="mb-2 text-ink-3" aria-hidden />}
      <h2 className="font-semibold text-md">{title}</h2>
      {children && <div className="max-w-96 text-ink-2">{children}</div>}
      {action && <div className="mt-3 flex gap-2">{action}</div>}
    </div>
  );
}
