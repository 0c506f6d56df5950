import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { TooltipProvider } from '../components/tooltip.tsx';
import { followEvents } from './engine/event-invalidation.ts';
import { nadir } from './engine/nadir.ts';
import { createQueryClient } from './engine/query-client.ts';
import { ErrorBoundary } from './frame/error-boundary.tsx';
import { Frame } from './frame/frame.tsx';
import { Toasts } from './frame/toasts.tsx';

/** The providers around the frame. */
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
