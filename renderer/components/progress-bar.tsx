import { cx } from './cx.ts';

interface Props {
  /** The accessible name. */
  readonly label: string;
  readonly done: number;
  /** 0 when unknown; the bar then moves through its track. */
  readonly total: number;
  /** How far it is in words, where a percentage alone says too little. */
  readonly valueText?: string;
  /** Nothing moves now: a bar without an end stands still. */
  readonly still?: boolean;
  readonly className?: string;
}

/** The share of a job that is done. Show numbers beside it: a bar alone is not enough. */
export function ProgressBar({ label, done, total, valueText, still = false, className }: Props) {
  const known = total > 0;
  const share = known ? Math.min(1, Math.max(0, done / total)) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(known ? { 'aria-valuenow': Math.round(share * 100) } : {})}
      aria-valuetext={valueText}
      className={cx('h-1.5 overflow-hidden rounded-full bg-hover', className)}
    >
      <div
        className={cx(
          'h-full rounded-full bg-accent-fill',
          !known && (still ? 'w-0' : 'w-1/3 animate-slide motion-reduce:w-full motion-reduce:opacity-40'),
        )}
        style={known ? { width: `${share * 100}%` } : undefined}
      />
    </div>
  );
}
