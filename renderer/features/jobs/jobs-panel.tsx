import { ListChecks } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Job } from '../../../preload/contract/jobs.ts';
import { groupJobs, hasEnded } from '../../app/jobs/job-facts.ts';
import { useJobsPanel } from '../../app/jobs/jobs-panel-store.ts';
import { useJobActions, useJobs } from '../../app/jobs/use-jobs.ts';
import { useProjectInfo } from '../../app/project/use-project.ts';
import { count } from '../../app/words/format.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { JobRow } from './job-row.tsx';
import { useNow } from './use-now.ts';
import { useRowFocus } from './use-row-focus.ts';
import { useShowJob } from './use-show-job.ts';

/** Everything that runs, waits or ended lately, with what can be asked of it. */
export function JobsPanel({ onClose }: { readonly onClose: () => void }) {
  const jobs = useJobs();
  const project = useProjectInfo();
  const actions = useJobActions();
  const show = useShowJob();
  const look = useJobsPanel((state) => state.look);
  const now = useNow(1000);
  const panel = useRef<HTMLElement>(null);
  const focus = useRowFocus(panel);
  const { running, waiting, ended } = groupJobs(jobs);
  const none = running.length + waiting.length + ended.length === 0;

  useEffect(() => {
    look(jobs.filter(({ state }) => state === 'failed').map(({ id }) => id));
  }, [jobs, look]);
  useEffect(() => {
    // After what closes at the same time, such as the palette, has given its focus back.
    const timer = setTimeout(() => panel.current?.focus(), 0);
    return () => clearTimeout(timer);
  }, []);

  const row = (job: Job) => (
    <JobRow
      key={job.id}
      job={job}
      projectName={project?.name ?? null}
      now={now}
      onAsk={(action) => actions.ask(job.id, action)}
      onShow={(target) => {
        show(target);
        if (target.place !== 'folder') onClose();
      }}
      onDismiss={() => actions.dismiss([job.id])}
    />
  );
  return (
    <section
      ref={panel}
      aria-labelledby="jobs-title"
      tabIndex={-1}
      onFocus={focus.onFocus}
      onKeyDown={(event) => {
        // A tooltip that is open over its button would take Escape for itself.
        if (event.key === 'Escape') onClose();
        focus.onKeyDown(event);
      }}
      className="flex max-h-[inherit] min-h-0 flex-col focus:outline-none"
    >
      <header className="flex h-10 shrink-0 items-center gap-2 border-line border-b px-3">
        <h2 id="jobs-title" className="flex-1 font-semibold">
          Jobs
        </h2>
        {ended.length > 0 && (
          <Button
            size="sm"
            variant="ghost"
            onClick={() => {
              // Checks of imports that ended are on the list too, unseen.
              actions.dismiss(jobs.filter(hasEnded).map(({ id }) => id));
              panel.current?.focus();
            }}
          >
            Clear ended
          </Button>
        )}
      </header>
      <div className="min-h-0 overflow-y-auto overscroll-contain">
        {none && (
          <EmptyState icon={ListChecks} title="No jobs">
            Training, captioning, imports, exports and downloads appear here while they run.
          </EmptyState>
        )}
        <Section title="Running" jobs={running} row={row} />
        <Section title="Waiting" jobs={waiting} row={row} />
        <Section title="Ended" jobs={ended} row={row} />
      </div>
    </section>
  );
}

interface SectionProps {
  readonly title: string;
  readonly jobs: readonly Job[];
  readonly row: (job: Job) => ReactNode;
}

function Section({ title, jobs, row }: SectionProps) {
  if (jobs.length === 0) return null;
  const id = `jobs-${title.toLowerCase()}`;
  return (
    <section aria-labelledby={id} className="border-line not-first:border-t">
      <h3 id={id} className="sticky top-0 z-10 flex gap-1.5 bg-sunken px-3 py-1 font-medium text-2xs text-ink-2">
        {title} <span className="tabular font-normal text-ink-3">{count(jobs.length)}</span>
      </h3>
      <ul aria-labelledby={id}>{jobs.map(row)}</ul>
    </section>
  );
}
