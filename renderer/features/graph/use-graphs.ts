import type { UseQueryResult } from '@tanstack/react-query';
import type { Output } from '../../../preload/contract/table.ts';
import { useApiQuery } from '../../app/engine/api-hooks.ts';

export type ImageGraphs = UseQueryResult<Output<'graphs', 'forImage'>>;

/** The graphs of an image's captions, each against the other captions; refreshed by the event that follows an edit. */
export function useGraphs(imageId: number): ImageGraphs {
  return useApiQuery('graphs', 'forImage', { imageId });
}
