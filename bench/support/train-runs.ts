import { readFileSync } from 'node:fs';
import { timeLeft } from '../../main/cli/follow-job.ts';
import type { Session } from '../../main/cli/session.ts';
import type { Terminal } from '../../main/cli/terminal.ts';
import { endedStates } from '../../preload/contract/jobs.ts';
import type { Run } from '../../preload/contract/runs.ts';

export interface Trained {
  readonly run: Run;
  readonly wallMinutes: number;
  /** Of the worker and this process, which saves what the worker tells. */
  readonly cpuMinutes: number;
}

/** Linux counts in hundredths of a second, whatever the kernel's own clock. */
const ticksPerSecond = 100;

/** CPU seconds of this process and of its children that have ended. */
function cpuSeconds(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  // After the name: state is field 0, so utime, stime, cutime and cstime are 11 to 14.
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / ticksPerSecond;
}

/** Trains one run to its end. Ctrl-C stops and saves it. Throws when it did not finish, with its reason. */
export async function trainRun(
  session: Session,
  terminal: Terminal,
  input: { readonly preset: string; readonly name: string; readonly overrides: Readonly<Record<string, unknown>> },
): Promise<Trained> {
  const cpuBefore = cpuSeconds();
  const startedMs = performance.now();
  const { id, jobId } = await session.api.runs.start({ ...input, modelId: 'nadir-mini' });
  const stop = (): void => void session.api.jobs.stop({ id: jobId }).catch(() => undefined);
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const run = await new Promise<Run>((resolve, reject) => {
    const look = (seen: Run): void => {
      if (seen.id === id && endedStates.includes(seen.state)) resolve(seen);
    };
    session.on('run', look);
    session.on('job', ({ id: told, progress }) => {
      if (told !== jobId || !progress) return;
      const left = timeLeft(progress.secondsLeft);
      terminal.progress(`${input.name}: ${progress.stage}`, progress.done, progress.total, left);
    });
    session.api.runs.get({ id }).then(look, reject);
  });
  process.off('SIGINT', stop).off('SIGTERM', stop);
  const wallMinutes = (performance.now() - startedMs) / 60_000;
  if (run.state !== 'finished') throw new Error(`${input.name} ${run.state}: ${run.reason ?? 'it was interrupted'}`);
  // The worker's time is counted when it has ended, a moment after it said that it was done.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  return { run, wallMinutes, cpuMinutes: (cpuSeconds() - cpuBefore) / 60 };
}
