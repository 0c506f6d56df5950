import { CircleAlert, Info } from 'lucide-react';
import type { Run } from '../../../preload/contract/runs.ts';
import { Button } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import { lastCheckpoint, whatRemains } from './run-facts.ts';

interface Props {
  readonly run: Run;
  readonly onCompare: () => void;
  readonly onContinueFrom: () => void;
}

/** The reason why a run ended early, what it kept and what can be done next. Empty for other runs. */
export function FailureNotice({ run, onCompare, onContinueFrom }: Props) {
  const failed = run.state === 'failed';
  if (!failed && !(run.state === 'stopped' && run.reason !== null)) return null;
  const Icon = failed ? CircleAlert : Info;
  return (
    <section
      aria-label={failed ? 'Why the run failed' : 'Why the run stopped'}
      className={cx(
        'mx-3 mb-3 flex gap-3 rounded-md border px-3 py-2.5',
        failed ? 'border-bad/40 bg-bad-soft' : 'border-line bg-sunken',
      )}
    >
      <Icon size={18} className={cx('mt-px shrink-0', failed ? 'text-bad' : 'text-ink-2')} aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{run.reason ?? 'The run failed for an unknown reason.'}</p>
        <p className="mt-0.5 text-ink-2">{whatRemains(run)}</p>
        {lastCheckpoint(run) !== null && (
          <div className="mt-2 flex flex-wrap gap-2">
            <Button size="sm" onClick={onCompare}>
              Compare
            </Button>
            <Button size="sm" onClick={onContinueFrom}>
              Fine-tune from this run
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}
