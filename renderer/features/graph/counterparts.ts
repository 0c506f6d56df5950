import type { CaptionGraph } from '../../../preload/contract/graphs.ts';
import type { CaptionMention } from './graph-items.ts';

/** Where the other captions name what this caption's object was matched with. */
export function counterparts(own: CaptionGraph, object: number): readonly CaptionMention[] {
  const pair = own.comparison?.matched.find(({ candidate }) => candidate === object);
  const mentions = pair === undefined ? [] : (own.comparison?.references[pair.reference]?.mentions ?? []);
  return mentions.flatMap(({ caption, object: index }) => {
    const captionId = own.referenceIds[caption];
    return captionId === undefined ? [] : [{ captionId, object: index }];
  });
}
