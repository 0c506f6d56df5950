import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from '../renderer/app/engine/query-client.ts';
import { TooltipProvider } from '../renderer/components/tooltip.tsx';
import { Gallery } from './gallery.tsx';
import './gallery.css';

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={createQueryClient()}>
      <TooltipProvider>
        <Gallery />
      </TooltipProvider>
    </QueryClientProvider>
  </StrictMode>,
);
