import type { CaptionGraph } from '../../../preload/contract/graphs.ts';
import type { CaptionMention } from './graph-items.ts';

/** Lists the mentions of an object's match in the other captions. */
export function counterparts(own: CaptionGraph, object: number): readonly CaptionMention[] {
  const pair = own.comparison?.matched.find(({ candidate }) => candidate === object);
  const mentions = pair === undefined ? [] : (own.comparison?.references[pair.reference]?.mentions ?? []);
  return mentions.flatMap(({ caption, object: index }) => {
    const captionId = own.referenceIds[caption];
    return captionId === undefined ? [] : [{ captionId, object: index }];
  });
}
