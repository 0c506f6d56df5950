import { CircleCheck, CircleDashed, Flag, type LucideIcon } from 'lucide-react';
import type { CaptionStatus } from '../../../preload/contract/captions.ts';
import type { Tone } from '../../components/badge.tsx';

/** Icon, word and colour of each status; colour never stands alone. */
export const STATUS_LOOKS: Record<CaptionStatus, { icon: LucideIcon; word: string; tone: Tone; color: string }> = {
  draft: { icon: CircleDashed, word: 'Draft', tone: 'neutral', color: 'text-ink-3' },
  reviewed: { icon: CircleCheck, word: 'Reviewed', tone: 'ok', color: 'text-ok' },
  flagged: { icon: Flag, word: 'Flagged', tone: 'bad', color: 'text-bad' },
};
export const STATUSES: readonly CaptionStatus[] = ['draft', 'reviewed', 'flagged'];
