import type { Run } from '../../../preload/contract/runs.ts';
import { elapsed, timeLeft } from '../../app/words/time-left.ts';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { useNow } from '../jobs/use-now.ts';
import { bestCheckpoint, bestCider, isActive, shareDone, stateTitle } from './run-facts.ts';

/** How far a run is: stage, share, time left while it runs; then the facts that stay. */
export function RunProgress({ run }: { readonly run: Run }) {
  const active = isActive(run.state);
  const share = shareDone(run);
  const best = bestCheckpoint(run);
  const cider = bestCider(run);
  const took = elapsed(run.createdAt, run.finishedAt, useNow(10_000));
  return (
    <>
      {active && (
        <div className="flex flex-col gap-1.5">
          {run.state !== 'queued' && (
            <ProgressBar label="Progress of the run" done={share ?? 0} total={share === null ? 0 : 1} />
          )}
          <div className="flex flex-wrap gap-x-3 text-xs">
            <span className="font-medium">{stageText(run)}</span>
            {share !== null && <span className="tabular text-ink-2">{Math.floor(share * 100)} %</span>}
            <span className="ml-auto text-ink-2">{timeText(run)}</span>
          </div>
        </div>
      )}
      <dl className="flex flex-wrap gap-x-5 gap-y-1 text-xs">
        <Fact term="Best validation CIDEr" value={cider === null ? 'none yet' : cider.toFixed(3)} strong />
        <Fact term="Best checkpoint" value={best?.name ?? 'none yet'} />
        <Fact term={run.state === 'queued' ? 'Waiting for' : active ? 'Running for' : 'Took'} value={took} />
        <Fact
          term="Images"
          value={`${run.trainImages.toLocaleString('en')} train, ${run.valImages.toLocaleString('en')} validation`}
        />
        <Fact term="Device" value={run.device ?? 'not known yet'} />
      </dl>
    </>
  );
}

function Fact({
  term,
  value,
  strong = false,
}: {
  readonly term: string;
  readonly value: string;
  readonly strong?: boolean;
}) {
  return (
    <div className="flex min-w-0 gap-1.5">
      <dt className="whitespace-nowrap text-ink-3">{term}</dt>
      <dd className={strong ? 'tabular truncate font-semibold' : 'tabular truncate text-ink-2'}>{value}</dd>
    </div>
  );
}

function stageText(run: Run): string {
  if (run.state === 'queued') return 'Waiting for its turn: one run trains at a time';
  if (run.state === 'stopping') return 'Finishing the step and saving a checkpoint';
  return run.progress?.stage ?? stateTitle[run.state];
}

function timeText(run: Run): string {
  if (run.state === 'queued' || run.state === 'stopping') return '';
  if (run.state === 'paused') return 'Paused: nothing is computed';
  return timeLeft(run.progress?.secondsLeft ?? null) ?? 'Time left not known yet';
}
