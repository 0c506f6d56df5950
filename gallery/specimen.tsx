import { Component, type ReactNode } from 'react';

interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** A titled group of specimens. */
export function Section({ title, children }: SectionProps) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-4">
      <h2 className="border-line border-b pb-1 font-semibold text-lg">{title}</h2>
      {children}
    </section>
  );
}

interface SpecimenProps {
  /** Name of the component. */
  readonly of: string;
  /** Lays the states out in rows instead of below each other. */
  readonly row?: boolean;
  readonly children: ReactNode;
}

/** One component in its states. A component that throws is replaced by its error and marked with `data-failed`. */
export function Specimen({ of, row = false, children }: SpecimenProps) {
  return (
    <div className="min-w-0 rounded-lg border border-line bg-surface">
      <h3 className="border-line border-b px-3 py-1.5 text-ink-3 text-xs">{of}</h3>
      <div className={row ? 'flex flex-wrap items-center gap-3 p-3' : 'flex min-w-0 flex-col gap-3 p-3'}>
        <Guard of={of}>{children}</Guard>
      </div>
    </div>
  );
}

class Guard extends Component<{ readonly of: string; readonly children: ReactNode }, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <p data-failed={this.props.of} className="text-bad">
        {this.props.of} threw: {error.message}
      </p>
    );
  }
}
