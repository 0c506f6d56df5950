import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { TooltipProvider } from '../components/tooltip.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { followEvents } from './event-invalidation.ts';
import { Frame } from './frame.tsx';
import { nadir } from './nadir.ts';
import { createQueryClient } from './query-client.ts';
import { Toasts } from './toasts.tsx';

/** Everything around the screens that has no look of its own. */
export function App() {
  const [queries] = useState(createQueryClient);
  useEffect(() => followEvents(nadir, queries), [queries]);
  return (
    <QueryClientProvider client={queries}>
      <TooltipProvider>
        <ErrorBoundary>
          <Frame />
        </ErrorBoundary>
        <Toasts />
      </TooltipProvider>
    </QueryClientProvider>
  );
}
