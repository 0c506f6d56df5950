import type { UseQueryResult } from '@tanstack/react-query';
import type { Output } from '../../../preload/contract/table.ts';
import { useApiQuery } from '../../app/engine/api-hooks.ts';

export type ImageGraphs = UseQueryResult<Output<'graphs', 'forImage'>>;

/** Loads the graphs of an image's captions, each compared with the others; the event after an edit refreshes them. */
export function useGraphs(imageId: number): ImageGraphs {
  return useApiQuery('graphs', 'forImage', { imageId });
}
