import {
  type QueryKey,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
} from '@tanstack/react-query';
import type { Contract, Input, Namespace, Output } from '../../../preload/contract/table.ts';
import { nadir } from './nadir.ts';

type Methods<N extends Namespace> = keyof Contract[N] & string;

/** Calls one method of the contract by its two names. */
export function call<N extends Namespace, M extends Methods<N>>(
  namespace: N,
  name: M,
  input: Input<N, M>,
): Promise<Output<N, M>> {
  // The compiler cannot infer a mapped type indexed by two free parameters; the signature above guarantees it.
  const methods = nadir.api[namespace] as unknown as Record<M, (input: Input<N, M>) => Promise<Output<N, M>>>;
  return methods[name](input);
}

/** `[namespace, method]` covers every input of a method; add the input for one answer. */
export function apiKey<N extends Namespace, M extends Methods<N>>(
  namespace: N,
  name: M,
  input?: Input<N, M>,
): QueryKey {
  return input === undefined ? [namespace, name] : [namespace, name, input];
}

interface QueryChoices {
  readonly enabled?: boolean;
  /** Shows the previous answer while the next one loads, as lists do when a filter changes. */
  readonly keepPrevious?: boolean;
  readonly staleTimeMs?: number;
}

/** Loads an answer of the engine, cached by its input. Features wrap this in named hooks. */
export function useApiQuery<N extends Namespace, M extends Methods<N>>(
  namespace: N,
  name: M,
  input: Input<N, M>,
  choices: QueryChoices = {},
): UseQueryResult<Output<N, M>> {
  return useQuery<Output<N, M>>({
    queryKey: apiKey(namespace, name, input),
    queryFn: () => call(namespace, name, input),
    enabled: choices.enabled ?? true,
    ...(choices.keepPrevious ? { placeholderData: (previous: Output<N, M> | undefined) => previous as never } : {}),
    ...(choices.staleTimeMs === undefined ? {} : { staleTime: choices.staleTimeMs }),
  });
}

interface MutationChoices<O> {
  readonly onSuccess?: (output: O) => void;
  /** The caller shows the error in place. */
  readonly quiet?: boolean;
}

/** Asks the engine for a change. Events then refresh the queries. */
export function useApiMutation<N extends Namespace, M extends Methods<N>>(
  namespace: N,
  name: M,
  choices: MutationChoices<Output<N, M>> = {},
): UseMutationResult<Output<N, M>, Error, Input<N, M>> {
  return useMutation<Output<N, M>, Error, Input<N, M>>({
    mutationKey: apiKey(namespace, name),
    mutationFn: (input: Input<N, M>) => call(namespace, name, input),
    meta: { quiet: choices.quiet ?? false },
    ...(choices.onSuccess ? { onSuccess: choices.onSuccess } : {}),
  });
}
