import type { Run } from '../../../preload/contract/runs.ts';
import { timeLeft } from '../../app/words/time-left.ts';
import { cx } from '../../components/cx.ts';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { bestCider, isActive, shareDone } from './run-facts.ts';
import { RunStateBadge } from './run-state-badge.tsx';

interface Props {
  readonly runs: readonly Run[];
  readonly selectedId: string | null;
  readonly onSelect: (id: string) => void;
}

/** The project's runs, newest first; arrow keys move between them. */
export function RunList({ runs, selectedId, onSelect }: Props) {
  return (
    <ul
      aria-label="Runs"
      className="flex flex-col gap-px px-2 pb-3"
      onKeyDown={(event) => {
        const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
        if (step === 0) return;
        const buttons = [...event.currentTarget.querySelectorAll('button')];
        const next = buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + step];
        next?.focus();
        next?.click();
        event.preventDefault();
      }}
    >
      {runs.map((run) => (
        <li key={run.id}>
          <button
            type="button"
            aria-current={run.id === selectedId ? 'true' : undefined}
            onClick={() => onSelect(run.id)}
            className={cx(
              'focus-inset flex w-full flex-col gap-1 rounded-md px-2 py-2 text-left',
              run.id === selectedId ? 'bg-accent-soft' : 'hover:bg-hover',
            )}
          >
            <span className="w-full truncate font-medium" title={run.name}>
              {run.name}
            </span>
            <RunLine run={run} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function RunLine({ run }: { readonly run: Run }) {
  const cider = bestCider(run);
  const share = shareDone(run);
  const left = run.state === 'running' ? timeLeft(run.progress?.secondsLeft ?? null) : null;
  return (
    <>
      <span className="flex w-full items-center gap-2 text-ink-2 text-xs">
        <RunStateBadge state={run.state} />
        <span className="tabular ml-auto truncate">
          {cider === null ? shortDate(run.createdAt) : `Best CIDEr ${cider.toFixed(3)}`}
        </span>
      </span>
      {isActive(run.state) && run.state !== 'queued' && (
        <span className="flex w-full items-center gap-2">
          <ProgressBar
            label={`Progress of ${run.name}`}
            done={share ?? 0}
            total={share === null ? 0 : 1}
            className="flex-1"
          />
          {left !== null && <span className="text-ink-2 text-xs">{left}</span>}
        </span>
      )}
    </>
  );
}

function shortDate(iso: string): string {
  return new Date(iso).toLocaleString(undefined, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
}
