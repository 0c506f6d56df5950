import { CircleAlert } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useEffect, useRef } from 'react';
import { jobShare, statusJob, unseenFailures } from '../../app/jobs/job-facts.ts';
import { useJobsPanel } from '../../app/jobs/jobs-panel-store.ts';
import { useJobs } from '../../app/jobs/use-jobs.ts';
import { shownKeys } from '../../app/shortcuts/shortcuts.ts';
import { counted } from '../../app/words/format.ts';
import { Tooltip } from '../../components/tooltip.tsx';
import { percentWords, stageWords, timeLeftWords, titleWords } from './job-words.ts';
import { JobsPanel } from './jobs-panel.tsx';

/** What works in the background, in a line of the status bar; opens the panel over it. */
export function JobsButton() {
  const { open, show, hide } = useJobsPanel();
  const button = useRef<HTMLButtonElement>(null);
  const from = useOpenedFrom(open);
  return (
    <Popover.Root open={open} onOpenChange={(opened) => (opened ? show() : hide())}>
      <Tooltip label="Jobs" keys={shownKeys('jobs')} side="top">
        <Popover.Trigger
          ref={button}
          aria-haspopup={false}
          className="tabular ml-auto flex h-full min-w-0 items-center gap-2 rounded-xs px-1.5 hover:bg-hover hover:text-ink data-[state=open]:bg-hover data-[state=open]:text-ink"
        >
          <StatusLine />
        </Popover.Trigger>
      </Tooltip>
      <Popover.Portal>
        <Popover.Content
          role="presentation"
          side="top"
          align="end"
          sideOffset={5}
          collisionPadding={8}
          // The panel takes the focus itself.
          onOpenAutoFocus={(event) => event.preventDefault()}
          onFocusOutside={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            // A click elsewhere or a way to another screen took the focus along.
            if (document.activeElement !== document.body) return;
            (from.current?.isConnected ? from.current : button.current)?.focus();
          }}
          className="z-30 max-h-[min(640px,var(--radix-popover-content-available-height))] w-[min(460px,calc(100vw-16px))] overflow-hidden rounded-lg bg-raised shadow-pop focus:outline-none"
        >
          <JobsPanel onClose={hide} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** What had the focus when the panel opened. */
function useOpenedFrom(open: boolean) {
  const from = useRef<HTMLElement | null>(null);
  const wasOpen = useRef(false);
  if (open && !wasOpen.current && document.activeElement instanceof HTMLElement)
    from.current = document.activeElement === document.body ? null : document.activeElement;
  useEffect(() => {
    wasOpen.current = open;
  }, [open]);
  return from;
}

function StatusLine() {
  const jobs = useJobs();
  const seen = useJobsPanel((state) => state.seen);
  const failed = unseenFailures(jobs, seen).length;
  const shown = statusJob(jobs);
  return (
    <>
      {failed > 0 && (
        <span className="flex shrink-0 items-center gap-1 text-bad">
          <CircleAlert size={13} aria-hidden />
          {counted(failed, 'job')} failed
        </span>
      )}
      {shown === null ? (
        failed === 0 && <span className="text-ink-3">No jobs</span>
      ) : (
        <>
          <span className="sr-only">Jobs: </span>
          <RunningJob {...shown} />
        </>
      )}
    </>
  );
}

function RunningJob({ job, more }: NonNullable<ReturnType<typeof statusJob>>) {
  const share = jobShare(job);
  const left = timeLeftWords(job);
  return (
    <>
      <span className="truncate">{titleWords(job)}</span>
      <span className="max-w-52 shrink-0 truncate text-ink-3 max-[1100px]:hidden">{stageWords(job)}</span>
      {share !== null && (
        <>
          <span className="h-1.5 w-20 shrink-0 overflow-hidden rounded-full bg-edge" aria-hidden>
            <span className="block h-full rounded-full bg-accent-fill" style={{ width: `${share * 100}%` }} />
          </span>
          <span className="shrink-0">{percentWords(job)}</span>
        </>
      )}
      {left !== null && <span className="shrink-0 text-ink-3">{left}</span>}
      {more > 0 && <span className="shrink-0 text-ink-3">and {more} more</span>}
    </>
  );
}
