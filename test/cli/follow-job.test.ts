import { afterEach, expect, it, vi } from 'vitest';
import { followJob, timeLeft, untilEnded } from '../../main/cli/follow-job.ts';
import type { Session } from '../../main/cli/session.ts';
import type { Terminal } from '../../main/cli/terminal.ts';
import type { Job } from '../../preload/contract/jobs.ts';

const jobOf = (id: string, more: Partial<Job> = {}): Job => ({
  id,
  kind: 'parsing',
  title: `Job ${id}`,
  subject: { run: null, model: null, split: null },
  state: 'running',
  progress: null,
  output: null,
  reason: null,
  createdAt: '2026-01-01',
  startedAt: null,
  endedAt: null,
  actions: [],
  ...more,
});

/** A session whose jobs are those of `list`, and a terminal that notes what it is told. */
function played(list: readonly Job[] = []) {
  const listeners = new Set<(job: Job) => void>();
  const stopped: string[] = [];
  const said: string[] = [];
  const get = async ({ id }: { id: string }) => {
    const found = list.find((job) => job.id === id);
    if (!found) throw new Error(`There is no job "${id}".`);
    return found;
  };
  const jobs = { list: async () => list, get, stop: async ({ id }: { id: string }) => void stopped.push(id) };
  const session = {
    api: { jobs },
    on(_: string, listener: (job: Job) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as Session;
  const terminal = {
    message: (text: string) => said.push(text),
    progress: (stage: string, done: number, total: number, note: string) =>
      said.push(`${stage} ${done}/${total} ${note}`.trim()),
  } as unknown as Terminal;
  const tell = (job: Job): void => {
    for (const listener of listeners) listener(job);
  };
  return { session, terminal, tell, stopped, said, listeners };
}
const progress = (done: number, secondsLeft: number | null = null) => ({
  stage: 'Parsing',
  done,
  total: 9,
  secondsLeft,
});

afterEach(() => vi.restoreAllMocks());

it('shows how far the job is with its time left, and of no other; then listens no more', async () => {
  const { session, terminal, tell, said, listeners } = played();
  const { result, interrupted } = await followJob(session, terminal, { jobId: 'a' }, async () => {
    tell(jobOf('a', { progress: progress(3, 61) }));
    tell(jobOf('b', { progress: progress(8) }));
    return 'done';
  });
  expect([result, interrupted, said, listeners.size]).toEqual(['done', false, ['Parsing 3/9 2 min left'], 0]);
});

it('Ctrl-C asks the job to stop, each time, and is told once', async () => {
  const signals = new Map<string | symbol, () => void>();
  vi.spyOn(process, 'on').mockImplementation((name, listener) => {
    signals.set(name, listener);
    return process;
  });
  const { session, terminal, stopped, said } = played();
  const told = () => terminal.message('Stopping.');
  const { interrupted } = await followJob(session, terminal, { jobId: 'a', interrupted: told }, async () => {
    signals.get('SIGINT')!();
    signals.get('SIGTERM')!();
  });
  expect([interrupted, stopped, said]).toEqual([true, ['a', 'a'], ['Stopping.']]);
});

it('a job that still waits a moment later is told with what it waits for', async () => {
  vi.useFakeTimers();
  const queued = jobOf('a', { state: 'queued' });
  const { session, terminal, tell, said } = played([queued, jobOf('b'), jobOf('c', { state: 'finished' })]);
  const work = Promise.withResolvers<void>();
  const following = followJob(session, terminal, { jobId: 'a' }, () => work.promise);
  tell(queued);
  tell(queued);
  expect(said).toEqual([]);
  await vi.advanceTimersByTimeAsync(500);
  expect(said).toEqual(['Job a is queued behind: Job b.']);
  vi.useRealTimers();
  work.resolve();
  await following;
});

it('the end of a job is waited for, however it ends, also when it came before anybody looked', async () => {
  const ended = jobOf('a', { state: 'failed', reason: 'Out of memory.' });
  expect(await untilEnded(played([ended]).session, 'a')).toBe(ended);
  const { session, tell, listeners } = played([jobOf('a')]);
  const end = untilEnded(session, 'a');
  tell(jobOf('b', { state: 'finished' }));
  tell(ended);
  expect([await end, listeners.size]).toEqual([ended, 0]);
  const unknown = played();
  await expect(untilEnded(unknown.session, 'a')).rejects.toThrow('There is no job "a".');
  expect(unknown.listeners.size).toBe(0);
});

it('the time left is in whole minutes, and nothing while it is unknown', () => {
  expect([null, 0, 59, 60, 61, 7_200].map(timeLeft)).toEqual([
    '',
    'under a minute left',
    'under a minute left',
    '1 min left',
    '2 min left',
    '120 min left',
  ]);
});
