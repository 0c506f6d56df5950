import { CircleCheck, CircleDashed, Flag, type LucideIcon } from 'lucide-react';
import type { CaptionStatus } from '../../../preload/contract/captions.ts';
import { cx } from '../../components/cx.ts';
import { Menu } from '../../components/menu.tsx';

/** Icon, word and colour of each status; colour never stands alone. */
const STATUS_LOOKS: Record<CaptionStatus, { icon: LucideIcon; word: string; color: string }> = {
  draft: { icon: CircleDashed, word: 'Draft', color: 'text-ink-3' },
  reviewed: { icon: CircleCheck, word: 'Reviewed', color: 'text-ok' },
  flagged: { icon: Flag, word: 'Flagged', color: 'text-bad' },
};
const STATUSES: readonly CaptionStatus[] = ['draft', 'reviewed', 'flagged'];

interface Props {
  readonly status: CaptionStatus;
  readonly number: number;
  readonly onChange: (status: CaptionStatus) => void;
}

/** The caption's status and a menu to change it. */
export function StatusMenu({ status, number, onChange }: Props) {
  const { icon: Icon, word, color } = STATUS_LOOKS[status];
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          aria-label={`Status of caption ${number}: ${word}`}
          className="mt-0.5 flex h-6 shrink-0 items-center gap-1 rounded-sm px-1.5 text-ink-2 text-xs hover:bg-hover"
        >
          <Icon size={14} className={cx('shrink-0', color)} aria-hidden />
          <span className="w-13 text-left">{word}</span>
        </button>
      }
      entries={STATUSES.map((one) => ({
        id: one,
        label: STATUS_LOOKS[one].word,
        icon: STATUS_LOOKS[one].icon,
        keys: one === 'flagged' ? 'space' : one === 'reviewed' ? 'r' : undefined,
        disabled: one === status,
        onSelect: () => onChange(one),
      }))}
    />
  );
}
