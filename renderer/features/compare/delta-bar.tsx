import { signed } from './metric-verdict.ts';

interface Props {
  readonly difference: number;
  /** The largest absolute difference of the list, which fills half the bar. */
  readonly scale: number;
}

/** B − A as a number and a bar from the middle: right for a gain, left for a loss. */
export function DeltaBar({ difference, scale }: Props) {
  const share = Math.min(1, Math.abs(difference) / Math.max(scale, 1e-9)) * 50;
  const gain = difference >= 0;
  return (
    <span className="flex items-center gap-2">
      <span className="relative h-2 flex-1 rounded-full bg-hover" aria-hidden>
        <span
          className={`absolute inset-y-0 ${gain ? 'rounded-r-full bg-ok' : 'rounded-l-full bg-bad'}`}
          style={gain ? { left: '50%', width: `${share}%` } : { right: '50%', width: `${share}%` }}
        />
        <span className="absolute inset-y-[-2px] left-1/2 w-px bg-edge" />
      </span>
      <span className="tabular w-12 shrink-0 text-right font-medium text-xs">{signed(difference, 2)}</span>
    </span>
  );
}
