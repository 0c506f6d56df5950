import { CircleCheck, CircleDashed, Flag, type LucideIcon } from 'lucide-react';
import type { CaptionStatus } from '../../../preload/contract/captions.ts';
import type { Tone } from '../../components/badge.tsx';

/** Each status by icon, word and colour, so that none of them stands alone. */
export const STATUS_LOOKS: Record<CaptionStatus, { icon: LucideIcon; word: string; tone: Tone; color: string }> = {
  draft: { icon: CircleDashed, word: 'Draft', tone: 'neutral', color: 'text-ink-3' },
  reviewed: { icon: CircleCheck, word: 'Reviewed', tone: 'ok', color: 'text-ok' },
  flagged: { icon: Flag, word: 'Flagged', tone: 'bad', color: 'text-bad' },
};
export const STATUSES: readonly CaptionStatus[] = ['draft', 'reviewed', 'flagged'];
