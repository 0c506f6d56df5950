import { Check, Circle, CircleDashed, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ObjectState } from './graph-items.ts';

interface Look {
  readonly icon: LucideIcon;
  readonly word: string;
  /** Explanation of the word. */
  readonly meaning: string;
  readonly text: string;
  readonly fill: string;
  readonly stroke: string;
}

/** Word, icon, border and colour of each state; colour never stands alone. */
export const STATE_LOOKS: Readonly<Record<ObjectState, Look>> = {
  matched: {
    icon: Check,
    word: 'matched',
    meaning: 'Another caption of this image names it too',
    text: 'text-ok',
    fill: 'fill-ok-soft',
    stroke: 'stroke-ok/60',
  },
  unsupported: {
    icon: TriangleAlert,
    word: 'unsupported',
    meaning: 'No other caption of this image names it',
    text: 'text-bad',
    fill: 'fill-bad-soft',
    stroke: 'stroke-bad/70',
  },
  missing: {
    icon: CircleDashed,
    word: 'missing',
    meaning: 'Other captions of this image name it, this one does not',
    text: 'text-warn',
    fill: 'fill-warn-soft',
    stroke: 'stroke-warn/70',
  },
  alone: {
    icon: Circle,
    word: 'not compared',
    meaning: 'The image has no other caption to compare with',
    text: 'text-ink-2',
    fill: 'fill-raised',
    stroke: 'stroke-edge',
  },
};
