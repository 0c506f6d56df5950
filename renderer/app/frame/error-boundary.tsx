import { Component, type ReactNode } from 'react';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';

interface State {
  readonly error: Error | null;
}

/** Catches a bug in drawing: says so instead of showing an empty window. Nothing that was saved is concerned. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <main className="flex h-full flex-col items-center justify-center gap-4 p-8">
        <ErrorNotice error={error} className="max-w-150">
          <p className="mt-1 text-ink-2">This view could not be drawn. Everything that was saved is in the project.</p>
        </ErrorNotice>
        <Button variant="primary" onClick={() => this.setState({ error: null })}>
          Draw it again
        </Button>
      </main>
    );
  }
}
