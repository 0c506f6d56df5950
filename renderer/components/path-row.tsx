import type { ReactNode } from 'react';

interface Props {
  readonly label: string;
  readonly path: string | null;
  /** Shown while there is no path. */
  readonly none: string;
  readonly icon?: ReactNode;
  /** The button that chooses it. */
  readonly children: ReactNode;
}

/** A chosen file or folder with its label and button: three cells of a grid. */
export function PathRow({ label, path, none, icon, children }: Props) {
  return (
    <>
      <span className="text-ink-2">{label}</span>
      <div
        className="flex h-7 min-w-0 items-center gap-2 rounded-md bg-hover px-2 text-ink-3"
        title={path ?? undefined}
        data-selectable
      >
        {icon}
        {/* The end of a path says more than its beginning, so it stays visible. */}
        <span className={path ? 'truncate text-ink [direction:rtl]' : 'truncate'}>
          {path ? <bdi>{path}</bdi> : none}
        </span>
      </div>
      {children}
    </>
  );
}
