import path from 'node:path';
import type { Command } from 'commander';
import type { Job } from '../../../preload/contract/jobs.ts';
import { terminalOf, withJson, withProject } from '../command.ts';
import { timeLeft } from '../follow-job.ts';
import { columns } from '../terminal.ts';

/** "50 % Training, 3 min left", or why it ended as it did. */
function standing({ progress, reason }: Job): string {
  if (!progress) return reason ?? '';
  const share = progress.total > 0 ? `${Math.floor((100 * progress.done) / progress.total)} % ` : '';
  const left = timeLeft(progress.secondsLeft);
  return `${share}${progress.stage}${left && `, ${left}`}`;
}

/** jobs, and below it pause, resume, stop, retry */
export function jobCommands(program: Command): void {
  const jobs = program
    .command('jobs')
    .description('what runs, waits or ended lately in a project')
    .argument('[project]');
  jobs.enablePositionalOptions();
  withJson(jobs).action(async (project: string | undefined, options: { json?: boolean }) => {
    if (project === undefined) jobs.error('error: missing argument: the project whose jobs to list');
    const list = await withProject(path.resolve(project!), (session) => session.api.jobs.list({}));
    const rows = list.map((job) => [job.id, job.state, job.title, standing(job)]);
    terminalOf(options).result(list, rows.length > 0 ? columns(rows) : 'No jobs.');
  });

  const asking = (name: 'pause' | 'resume' | 'stop' | 'retry', description: string): void => {
    withJson(jobs.command(name).description(description).argument('<project>').argument('<job>')).action(
      async (project: string, id: string, options: { json?: boolean }) => {
        const job = await withProject(path.resolve(project), async ({ api }) => {
          if (name !== 'stop') return api.jobs[name]({ id });
          await api.jobs.get({ id });
          await api.jobs.stop({ id });
          return api.jobs.get({ id });
        });
        terminalOf(options).result(job, `${job.title}: ${job.state}`);
      },
    );
  };
  asking('pause', 'pause a running job; it must be running in a window or another command');
  asking('resume', 'resume a paused job');
  asking('stop', 'stop or cancel a job; a training saves a checkpoint first');
  asking('retry', 'queue a failed or stopped job again; it starts when the project is next opened in the window');
}
