import type { RunSample } from '../../../preload/contract/runs.ts';
import { type DiffSegment, diffWords } from '../compare/word-diff.ts';
import type { RunPhase } from './run-phase.ts';

/** A caption that an image kept over one or more checkpoints, with its difference from the caption before. */
export interface CaptionChange {
  readonly caption: string;
  readonly from: { readonly phase: RunPhase; readonly epoch: number };
  readonly to: { readonly phase: RunPhase; readonly epoch: number };
  /** Number of consecutive checkpoints that gave it. */
  readonly checkpoints: number;
  readonly diff: readonly DiffSegment[];
}

/** Lists the captions of one sample image, latest first; consecutive equal captions become one entry. */
export function captionChanges(sample: RunSample): readonly CaptionChange[] {
  const changes: CaptionChange[] = [];
  for (const { caption, epoch, phase } of sample.captions) {
    const last = changes.at(-1);
    if (last !== undefined && last.caption === caption) {
      changes[changes.length - 1] = { ...last, to: { phase, epoch }, checkpoints: last.checkpoints + 1 };
    } else {
      const diff: readonly DiffSegment[] =
        last === undefined ? [{ kind: 'same', text: caption }] : diffWords(last.caption, caption);
      changes.push({ caption, from: { phase, epoch }, to: { phase, epoch }, checkpoints: 1, diff });
    }
  }
  return changes.reverse();
}
