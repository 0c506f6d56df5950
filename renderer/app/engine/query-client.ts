import { MutationCache, QueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { isCancelled, readError } from '../words/errors.ts';

declare module '@tanstack/react-query' {
  interface Register {
    /** `quiet`: the caller shows the error in place, so no toast repeats it. */
    mutationMeta: { readonly quiet?: boolean };
  }
}

/**
 * Makes the query client. Answers stay fresh until an event says otherwise (`event-invalidation.ts`), so nothing is
 * fetched twice. A failed mutation shows one toast with the engine's message.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    mutationCache: new MutationCache({
      onError: (error, _variables, _context, mutation) => {
        if (mutation.meta?.quiet || isCancelled(error)) return;
        toast.error(readError(error).message, { duration: 10_000 });
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        retry: false,
        refetchOnWindowFocus: false,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
}
