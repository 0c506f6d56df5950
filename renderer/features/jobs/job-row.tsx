import { ArrowUpRight, FolderOpen, X } from 'lucide-react';
import type { Job, JobAction } from '../../../preload/contract/jobs.ts';
import { hasEnded } from '../../app/jobs/job-facts.ts';
import { Button } from '../../components/button.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { JobStateBadge, kindIcons } from './job-state.tsx';
import {
  actionWords,
  belongsTo,
  percentWords,
  progressWords,
  stageWords,
  timeLeftWords,
  timeWords,
  titleWords,
} from './job-words.ts';
import { type ShowTarget, showTarget } from './show-target.ts';

interface Props {
  readonly job: Job;
  readonly projectName: string | null;
  /** For how long it has run. */
  readonly now: number;
  readonly onAsk: (action: JobAction) => void;
  readonly onShow: (target: ShowTarget) => void;
  readonly onDismiss: () => void;
}

/** One job: what it is, how far it is or how it ended, and what can be asked of it. */
export function JobRow({ job, projectName, now, onAsk, onShow, onDismiss }: Props) {
  const { id, kind, state, reason } = job;
  const title = titleWords(job);
  const Icon = kindIcons[kind];
  return (
    <li data-job={id} tabIndex={-1} className="focus-inset flex gap-2.5 border-line border-b px-3 py-2.5 last:border-0">
      <Icon size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 text-ink-3" aria-hidden />
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <div className="flex items-start gap-2">
          <h4
            className="line-clamp-2 min-w-0 flex-1 font-medium [overflow-wrap:anywhere]"
            title={title}
            data-selectable
          >
            {title}
          </h4>
          <JobStateBadge state={state} />
          {hasEnded(job) && (
            <IconButton icon={X} size="sm" label={`Dismiss ${title}`} onClick={onDismiss} className="-my-0.5 -mr-1" />
          )}
        </div>
        <p className="-mt-1.5 tabular text-ink-3 text-xs [overflow-wrap:anywhere]">
          {belongsTo(job, projectName)} · {timeWords(job, now)}
        </p>
        {!hasEnded(job) && <JobProgress job={job} />}
        {reason !== null && (
          <p className="max-h-32 overflow-y-auto text-ink-2 text-xs [overflow-wrap:anywhere]">{reason}</p>
        )}
        <JobButtons job={job} onAsk={onAsk} onShow={onShow} />
      </div>
    </li>
  );
}

function JobProgress({ job }: { readonly job: Job }) {
  const left = timeLeftWords(job);
  const percent = percentWords(job);
  return (
    <div className="flex flex-col gap-1">
      {job.state !== 'queued' && (
        <ProgressBar
          label={`Progress of ${titleWords(job)}`}
          valueText={progressWords(job)}
          still={job.state === 'paused'}
          done={job.progress?.done ?? 0}
          total={job.progress?.total ?? 0}
        />
      )}
      <p className="tabular flex flex-wrap gap-x-2 text-ink-2 text-xs">
        <span className="min-w-0 [overflow-wrap:anywhere]">{stageWords(job)}</span>
        {percent !== null && <span>{percent}</span>}
        {left !== null && <span className="ml-auto">{left}</span>}
      </p>
    </div>
  );
}

/** Buttons that stand for each other keep their place, and with it the focus. */
const slots: Readonly<Record<JobAction, string>> = {
  pause: 'rest',
  resume: 'rest',
  stop: 'end',
  cancel: 'end',
  retry: 'retry',
};

function JobButtons({ job, onAsk, onShow }: Pick<Props, 'job' | 'onAsk' | 'onShow'>) {
  const target = showTarget(job);
  const title = titleWords(job);
  if (job.actions.length === 0 && target === null) return null;
  const inFolder = target?.place === 'folder';
  return (
    <div className="flex flex-wrap gap-1.5">
      {job.actions.map((action) => (
        <Button
          key={slots[action]}
          size="sm"
          aria-label={`${actionWords(action, job.state)} ${title}`}
          onClick={() => onAsk(action)}
        >
          {actionWords(action, job.state)}
        </Button>
      ))}
      {target !== null && (
        <Button
          key="show"
          size="sm"
          aria-label={`${inFolder ? 'Show in folder' : 'Show'}: ${title}`}
          onClick={() => onShow(target)}
        >
          {inFolder ? <FolderOpen size={13} aria-hidden /> : <ArrowUpRight size={13} aria-hidden />}
          {inFolder ? 'Show in folder' : 'Show'}
        </Button>
      )}
    </div>
  );
}
