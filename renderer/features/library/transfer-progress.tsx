import { Button } from '../../components/button.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';

interface Props {
  /** What is under way, for those who see it. */
  readonly title: string;
  /** How far it is, in words. */
  readonly figures: string;
  /** What is under way, as it is read aloud: "Downloading …". */
  readonly label: string;
  readonly stopLabel: string;
  readonly done: number;
  readonly total: number;
  readonly onStop: () => void;
}

/** A download or an export under way: what, how far, a bar and a way to stop it. */
export function TransferProgress({ title, figures, label, stopLabel, done, total, onStop }: Props) {
  return (
    <div className="flex items-center gap-3">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap justify-between gap-x-3 text-xs">
          <span className="font-medium [overflow-wrap:anywhere]">{title}</span>
          <span className="tabular text-ink-2">{figures}</span>
        </p>
        <ProgressBar className="mt-1" label={label} done={done} total={total} />
      </div>
      <Button size="sm" aria-label={stopLabel} onClick={onStop}>
        Cancel
      </Button>
    </div>
  );
}
