import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { AppError } from '../../main/errors/app-error.ts';
import { type JobKind, ProgressPace } from '../../main/jobs/job-kind.ts';
import { JobQueue, type JobQueueOptions } from '../../main/jobs/job-queue.ts';
import { ProjectStore } from '../../main/store/project-store.ts';
import type { Job } from '../../preload/contract/jobs.ts';
import { addJob } from '../store/support.ts';
import { type PlayedKind, playedKind } from './played-kind.ts';

let folder: string;
let store: ProjectStore;
let queue: JobQueue;
let told: Job[];
/** Kinds as Nadir's are: two on the device, one on the processor, one on the disk, one of the library. */
let training: PlayedKind;
let captioning: PlayedKind;
let features: PlayedKind;
let parsing: PlayedKind;
let importing: PlayedKind;
let download: PlayedKind;

const openQueue = (options: Partial<JobQueueOptions> & { startQueued?: boolean } = {}): void => {
  training = playedKind('training', { endsBy: 'stop' });
  captioning = playedKind('captioning');
  features = playedKind('features', { endsBy: 'stop' });
  parsing = playedKind('parsing', { resource: 'processor', endsBy: 'stop' });
  importing = playedKind('import', { resource: 'disk', survives: false, canPause: false });
  download = playedKind('model-download', { resource: 'disk', concurrency: 2, survives: false, scope: 'library' });
  queue = new JobQueue({ tell: (job) => told.push(job), saveMs: 100, insistMs: 0, giveUpMs: 100, ...options });
  queue.use([training, captioning, features, parsing, importing, download].map(({ kind }) => kind));
  queue.attach(store, { startQueued: options.startQueued ?? true });
};
const add = ({ kind }: PlayedKind, id: string, input: unknown = {}) => queue.add(kind, { id, title: id, input });
const stateOf = (id: string) => queue.get(id).state;
const states = (...ids: string[]) => ids.map(stateOf);
const later = () => new Promise((resolve) => setTimeout(resolve, 5));

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir-jobs-'));
  store = ProjectStore.create(path.join(folder, 'p.nadir'));
  told = [];
  openQueue();
});
afterEach(async () => {
  vi.restoreAllMocks();
  store.db.pragma('query_only = OFF');
  await queue.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the queue', () => {
  it('starts jobs in the order of queueing, one of a kind at a time unless the kind says more', async () => {
    for (const id of ['a', 'b', 'c']) add(training, id);
    for (const id of ['d', 'e', 'f']) add(download, id);
    expect(states('a', 'b', 'c', 'd', 'e', 'f')).toEqual([
      'running',
      'queued',
      'queued',
      'running',
      'running',
      'queued',
    ]);
    training.runs[0]!.finish(1);
    download.runs[1]!.finish(2);
    await expect.poll(() => states('a', 'b', 'e', 'f')).toEqual(['finished', 'running', 'finished', 'running']);
    expect(stateOf('c')).toBe('queued');
    expect(queue.list().map(({ id }) => id)).toEqual([
      'f',
      'd',
      'c',
      'b',
      expect.stringMatching(/[ae]/),
      expect.any(String),
    ]);
  });

  it('runs a captioning beside a training; a third job for the device waits, and no job of another resource does', async () => {
    add(training, 'train');
    add(captioning, 'caption');
    add(features, 'features');
    add(parsing, 'parse');
    add(importing, 'import');
    expect(states('train', 'caption', 'features', 'parse', 'import')).toEqual([
      'running',
      'running',
      'queued',
      'running',
      'running',
    ]);
    captioning.runs[0]!.finish();
    await expect.poll(() => stateOf('features')).toBe('running');
  });

  it('stores a job and what belongs to it together, before it starts, and neither when one cannot be stored', async () => {
    const seen: (string | undefined)[] = [];
    queue.add(training.kind, { id: 'a', title: 'a', input: {} }, (id) => seen.push(store.jobs.get(id)?.state));
    expect([...seen, store.jobs.get('a')?.state]).toEqual(['queued', 'running']);
    const refuse = (): never => {
      throw new Error('The run cannot be written.');
    };
    expect(() => queue.add(training.kind, { id: 'b', title: 'b', input: {} }, refuse)).toThrow('cannot be written');
    expect([queue.find('b'), store.jobs.get('b')]).toEqual([undefined, undefined]);
  });

  it('tells each change once, in its order', async () => {
    add(training, 'a');
    training.runs[0]!.finish();
    await expect.poll(() => told.map(({ state }) => state)).toEqual(['queued', 'running', 'finished']);
    expect(training.changes.map(({ state }) => state)).toEqual(['queued', 'running', 'finished']);
  });

  it('an id is taken while its job runs and free afterwards; that of a job that stands in the project stays taken', async () => {
    const first = add(importing, 'a');
    expect(() => add(importing, 'a')).toThrow('There is already a job "a".');
    queue.stop('a');
    await expect(first.ended).rejects.toThrow('Cancelled');
    const again = add(importing, 'a');
    importing.runs[1]!.finish(1);
    expect(await again.ended).toBe(1);
    add(training, 't');
    training.runs[0]!.finish();
    await expect.poll(() => stateOf('t')).toBe('finished');
    expect(() => add(training, 't')).toThrow('There is already a job "t".');
  });

  it('refuses a kind that stands in the catalogue twice', () => {
    expect(() => queue.use([training.kind])).toThrow('"training" stands twice');
  });

  it('without an open project takes only jobs of the library', async () => {
    await queue.detach();
    expect(() => add(training, 'a')).toThrow('being opened or closed');
    add(download, 'd');
    expect(stateOf('d')).toBe('running');
  });

  it('a job that cannot be stored as running does not run, and neither do those behind it twice', async () => {
    add(training, 'a');
    for (const id of ['b', 'c']) add(training, id);
    store.db.pragma('query_only = ON');
    training.runs[0]!.finish();
    await expect.poll(() => states('a', 'b', 'c')).toEqual(['finished', 'failed', 'failed']);
    expect(training.runs).toHaveLength(1);
    expect(told.filter(({ state }) => state === 'failed').map(({ id }) => id)).toEqual(['b', 'c']);
  });

  it('goes on although whoever is told of a job throws', async () => {
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    training.onChange = () => {
      throw new Error('The window is gone.');
    };
    const { ended } = add(training, 'a');
    add(training, 'b');
    training.runs[0]!.finish('result');
    expect(await ended).toBe('result');
    await expect.poll(() => stateOf('b')).toBe('running');
    expect(complaint).toHaveBeenCalled();
  });
});

describe('the end of a job', () => {
  it('answers whoever waits: with its result, with what made it fail, or with cancelled', async () => {
    const [finished, failed, told] = [add(importing, 'a'), add(parsing, 'b'), add(features, 'c')];
    importing.runs[0]!.finish({ images: 3 });
    expect(await finished.ended).toEqual({ images: 3 });
    const disk = new AppError('disk_full', 'The disk is full.');
    parsing.runs[0]!.fail(disk);
    await expect(failed.ended).rejects.toBe(disk);
    expect(queue.get('b')).toMatchObject({ state: 'failed', reason: 'The disk is full.', progress: null });
    features.runs[0]!.end({ state: 'failed', reason: 'It ended early.' });
    await expect(told.ended).rejects.toThrow('It ended early.');
    const [running, waiting] = [add(training, 'd'), add(training, 'e')];
    queue.stop('e');
    await expect(waiting.ended).rejects.toMatchObject({ code: 'cancelled' });
    expect(queue.get('e').reason).toBe('It was taken out of the queue before it started.');
    queue.stop('d');
    await expect(running.ended).rejects.toMatchObject({ code: 'cancelled' });
    expect(training.runs).toHaveLength(1);
  });

  it('an error that is no cancelling keeps its cause', async () => {
    const { ended } = add(importing, 'a');
    importing.runs[0]!.fail(new Error('disk on fire'));
    await expect(ended).rejects.toThrow('disk on fire');
    expect(queue.get('a').reason).toBe('Unexpected error: disk on fire');
  });

  it('a stopped job that has a result answers with it', async () => {
    const { ended } = add(parsing, 'a');
    parsing.runs[0]!.end({ state: 'stopped', reason: '3 are left.', result: { left: 3 } });
    expect(await ended).toEqual({ left: 3 });
  });

  it('cancelling ends the one that was named, and no other; unknown ids and ended jobs are left alone', async () => {
    const first = add(download, 'first');
    const second = add(download, 'second');
    queue.stop('first');
    queue.stop('never heard of');
    await expect(first.ended).rejects.toMatchObject({ code: 'cancelled' });
    const still = await Promise.race([second.ended, new Promise((resolve) => setTimeout(() => resolve('runs'), 20))]);
    expect(still).toBe('runs');
    queue.stop('first');
    expect(states('first', 'second')).toEqual(['stopped', 'running']);
  });

  it('names what was made', async () => {
    add(importing, 'a');
    importing.runs[0]!.end({ state: 'finished', result: 1, output: '/tmp/out.json', reason: '3 images.' });
    await expect
      .poll(() => queue.get('a'))
      .toMatchObject({ output: '/tmp/out.json', reason: '3 images.', actions: [] });
  });
});

describe('pause, resume and stop', () => {
  it('hold a job that waits its turn, and let it go on', async () => {
    add(parsing, 'a');
    const [run] = parsing.runs;
    await run!.job.turn();
    queue.pause('a');
    expect(queue.get('a')).toMatchObject({ state: 'paused', actions: ['resume', 'stop'] });
    let passed = false;
    const turn = run!.job.turn().then(() => {
      passed = true;
    });
    await later();
    expect(passed).toBe(false);
    // A second pause before the turn has had its turn.
    queue.resume('a');
    queue.pause('a');
    await later();
    expect(passed).toBe(false);
    queue.resume('a');
    await turn;
    expect(queue.get('a')).toMatchObject({ state: 'running', actions: ['pause', 'stop'] });
  });

  it('reach a job that listens, whose state follows what it says; what crosses with a stop changes nothing', () => {
    add(training, 'a');
    const { job, controls } = training.runs[0]!.listening();
    queue.pause('a');
    expect([stateOf('a'), ...controls]).toEqual(['running', 'pause']);
    job.paused();
    expect([stateOf('a'), store.jobs.get('a')?.state]).toEqual(['paused', 'paused']);
    queue.resume('a');
    job.resumed();
    expect(stateOf('a')).toBe('running');
    queue.stop('a');
    job.paused();
    expect([stateOf('a'), job.ending, job.signal.aborted]).toEqual(['stopping', 'stop', true]);
    expect(controls).toEqual(['pause', 'resume', 'stop']);
    expect(queue.get('a').actions).toEqual(['stop']);
  });

  it('asked before a job listens, reach it when it does', () => {
    add(training, 'a');
    add(captioning, 'b');
    queue.pause('a');
    queue.stop('b');
    expect(training.runs[0]!.listening().controls).toEqual(['pause']);
    expect(captioning.runs[0]!.listening().controls).toEqual(['stop']);
  });

  it('are refused with the state where they make no sense', async () => {
    add(training, 'a');
    add(training, 'b');
    add(importing, 'c');
    expect(() => queue.pause('b')).toThrow('"b" cannot be paused: it is queued.');
    expect(() => queue.pause('c')).toThrow('"c" cannot be paused: it is running.');
    expect(queue.get('c').actions).toEqual(['cancel']);
    training.runs[0]!.finish();
    await expect.poll(() => stateOf('a')).toBe('finished');
    expect(() => queue.resume('a')).toThrow('"a" cannot be resumed: it is finished.');
    expect(() => queue.pause('nobody')).toThrow('There is no job "nobody".');
  });

  it('a paused job that is stopped ends', async () => {
    const { ended } = add(parsing, 'a');
    queue.pause('a');
    const turn = parsing.runs[0]!.job.turn();
    queue.stop('a');
    await expect(turn).rejects.toThrow();
    await expect(ended).rejects.toMatchObject({ code: 'cancelled' });
    expect(stateOf('a')).toBe('stopped');
  });

  it('a second stop ends what did not react, though not a double click', async () => {
    await queue.close();
    openQueue({ insistMs: 30 });
    add(training, 'a');
    const { controls } = training.runs[0]!.deaf().listening();
    queue.stop('a');
    queue.stop('a');
    expect(controls).toEqual(['stop']);
    await new Promise((resolve) => setTimeout(resolve, 40));
    queue.stop('a');
    expect(controls).toEqual(['stop', 'kill']);
    training.runs[0]!.end({ state: 'failed', reason: 'Killed.' });
    await expect.poll(() => stateOf('a')).toBe('failed');
  });

  it('a job that does not even end when it is killed is given up; what it does later is not heard', async () => {
    const { ended } = add(training, 'a');
    add(training, 'b');
    const { job } = training.runs[0]!.deaf().listening();
    queue.stop('a');
    await later();
    queue.stop('a');
    await expect(ended).rejects.toThrow('It did not end when it was told to.');
    await expect.poll(() => states('a', 'b')).toEqual(['failed', 'running']);
    const before = told.length;
    job.progress('Training', 1, 2);
    job.paused();
    training.runs[0]!.finish();
    await later();
    expect(told).toHaveLength(before);
    expect(stateOf('a')).toBe('failed');
  });

  it('a disk on which no state can be noted keeps nobody from stopping', async () => {
    const { ended } = add(training, 'a');
    store.db.pragma('query_only = ON');
    queue.stop('a');
    await expect(ended).rejects.toMatchObject({ code: 'cancelled' });
    expect(stateOf('a')).toBe('stopped');
  });
});

describe('progress', () => {
  it('of a thousand quick steps, the first and the last are told and few between', async () => {
    const { ended } = add(importing, 'a');
    const [{ job }] = importing.runs as [(typeof importing.runs)[0]];
    for (let done = 0; done <= 1_000; done += 1) job.progress('Reading', done, 1_000);
    importing.runs[0]!.finish();
    await ended;
    const heard = told.flatMap(({ progress }) => progress ?? []);
    expect(heard[0]).toEqual({ stage: 'Reading', done: 0, total: 1_000, secondsLeft: null });
    expect(heard.at(-1)).toEqual({ stage: 'Reading', done: 1_000, total: 1_000, secondsLeft: null });
    expect(heard.length).toBeLessThan(20);
    expect(queue.get('a').progress).toBeNull();
  });

  it('is told at once for a new stage, and not after the end', async () => {
    const { ended } = add(importing, 'a');
    const [{ job }] = importing.runs as [(typeof importing.runs)[0]];
    job.progress('Reading', 1, 9);
    job.progress('Saving', 0, 1);
    expect(told.flatMap(({ progress }) => progress?.stage ?? [])).toEqual(['Reading', 'Saving']);
    job.progress('Saving', 0.5, 1);
    importing.runs[0]!.finish();
    await ended;
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(told.at(-1)).toMatchObject({ state: 'finished', progress: null });
  });

  it('has the time left by the pace of its stage once that has settled, unless the job knows it', () => {
    const pace = new ProgressPace();
    const left = (stage: string, done: number, atMs: number, told?: number | null) =>
      pace.of(stage, done, 100, told, atMs).secondsLeft;
    expect(left('Reading', 10, 0)).toBeNull();
    expect(left('Reading', 20, 1_000)).toBeNull();
    // 20 steps in 4 s are 0.2 s each: 70 more take 14 s.
    expect(left('Reading', 30, 4_000)).toBe(14);
    expect(left('Reading', 100, 9_000)).toBeNull();
    // Another stage has its own pace: 5 steps in 2 s, so 95 more take 38 s.
    expect([left('Saving', 0, 10_000), left('Saving', 5, 12_000)]).toEqual([null, 38]);
    expect([left('Saving', 6, 13_000, 7), left('Saving', 7, 14_000, null)]).toEqual([7, null]);
  });
});

it('the time left does not count the time of a pause', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  add(parsing, 'a');
  const leftAt = (seconds: number, done: number) => {
    vi.advanceTimersByTime(seconds * 1000);
    parsing.runs[0]!.job.progress('Parsing', done, 100);
    return queue.get('a').progress!.secondsLeft;
  };
  // 20 in 4 s, so 80 more take 16 s; after the pause 20 in 2 s, so 60 more take 6 s.
  expect([leftAt(0, 0), leftAt(4, 20)]).toEqual([null, 16]);
  queue.pause('a');
  vi.advanceTimersByTime(3_600_000);
  queue.resume('a');
  expect([leftAt(0, 20), leftAt(2, 40)]).toEqual([null, 6]);
  vi.useRealTimers();
});

describe('closing the project', () => {
  it('leaves what waits queued, asks what runs to save, and takes the order up again', async () => {
    for (const id of ['a', 'b', 'c']) add(training, id, { run: id });
    const waiting = add(captioning, 'd');
    const { controls } = training.runs[0]!.listening();
    await queue.detach();
    expect(controls).toEqual(['close']);
    await expect(waiting.ended).rejects.toMatchObject({ code: 'cancelled' });
    expect(store.jobs.active().map(({ id, state }) => [id, state])).toEqual([
      ['a', 'queued'],
      ['b', 'queued'],
      ['c', 'queued'],
      ['d', 'queued'],
    ]);
    openQueue();
    expect(states('a', 'b', 'c', 'd')).toEqual(['running', 'queued', 'queued', 'running']);
    expect(training.runs.map(({ job }) => job.input)).toEqual([{ run: 'a' }]);
    expect(queue.get('a').endedAt).toBeNull();
  });

  it('ends a job that ignores it, after a while', async () => {
    add(training, 'a');
    const { controls, run } = training.runs[0]!.deaf().listening((control, played) => {
      if (control === 'kill') played.end({ state: 'failed', reason: 'Killed.' });
    });
    await queue.detach();
    expect(controls).toEqual(['close', 'kill']);
    expect(run.job.ending).toBe('close');
    expect(store.jobs.get('a')).toMatchObject({ state: 'failed', reason: 'Killed.' });
  });

  it('is not held up by a job that never ends', async () => {
    add(parsing, 'a');
    add(importing, 'b');
    parsing.runs[0]!.deaf();
    importing.runs[0]!.deaf();
    await queue.detach();
    expect(store.jobs.get('a')).toMatchObject({ state: 'failed', reason: 'It did not end when it was told to.' });
  });

  it('stops for good a job that was already asked to stop', async () => {
    add(training, 'a');
    const { controls, run } = training.runs[0]!.deaf().listening((control, played) => {
      if (control === 'close') played.end({ state: 'stopped', reason: null });
    });
    queue.stop('a');
    await queue.detach();
    expect([controls, run.job.ending]).toEqual([['stop', 'close'], 'stop']);
    expect(store.jobs.get('a')?.state).toBe('stopped');
  });

  it('cancels what does not survive, and forgets it; the library goes on until Nadir ends', async () => {
    const [running, waiting, other] = [add(importing, 'a'), add(importing, 'b'), add(download, 'c')];
    await Promise.all([
      queue.detach(),
      expect(running.ended).rejects.toMatchObject({ code: 'cancelled' }),
      expect(waiting.ended).rejects.toMatchObject({ code: 'cancelled' }),
    ]);
    expect(queue.list().map(({ id, state }) => [id, state])).toEqual([['c', 'running']]);
    add(download, 'd');
    const last = add(download, 'e');
    await Promise.all([
      queue.close(),
      expect(other.ended).rejects.toMatchObject({ code: 'cancelled' }),
      expect(last.ended).rejects.toMatchObject({ code: 'cancelled' }),
    ]);
    expect(download.runs).toHaveLength(2);
    expect(queue.get('e').reason).toBe('Nadir was closed before it ended.');
  });

  it('lets nothing of the project start any more, even when a place becomes free', async () => {
    add(training, 'a');
    add(features, 'b');
    add(captioning, 'c');
    await queue.detach();
    expect(captioning.runs).toEqual([]);
    expect(queue.isBusy).toBe(false);
  });

  it('after a drain starts nothing more, which is over when what runs has ended, and leaves the rest queued for another', async () => {
    for (const id of ['a', 'b']) add(training, id);
    add(captioning, 'c');
    add(download, 'd');
    let isOver = false;
    const drained = queue.drain().then(() => {
      isOver = true;
    });
    training.runs[0]!.finish();
    await later();
    expect([isOver, ...states('a', 'b', 'c')]).toEqual([false, 'finished', 'queued', 'running']);
    captioning.runs[0]!.fail(new Error('no'));
    await drained;
    expect(states('b', 'c', 'd')).toEqual(['queued', 'failed', 'running']);
    await queue.detach();
    openQueue();
    expect(stateOf('b')).toBe('running');
  });

  it('a job works on its project until it has ended, and one of the library has none', async () => {
    add(training, 'a');
    add(download, 'b');
    expect(training.runs[0]!.job.store).toBe(store);
    expect(() => download.runs[0]!.job.store).toThrow('has no project');
  });
});

describe('opening a project', () => {
  it('with jobs that wait starts none where nobody watches, until one of their kind is added or somebody does', async () => {
    for (const id of ['a', 'b']) addJob(store, id, 'training');
    addJob(store, 'c', 'captioning');
    addJob(store, 'd', 'parsing');
    await queue.close();
    openQueue({ startQueued: false });
    expect(states('a', 'b', 'c', 'd')).toEqual(['queued', 'queued', 'queued', 'queued']);
    expect(queue.isBusy).toBe(false);
    add(training, 'e');
    expect(states('a', 'b', 'c', 'd', 'e')).toEqual(['running', 'queued', 'queued', 'queued', 'queued']);
    queue.release('c');
    expect(states('c', 'd')).toEqual(['running', 'queued']);
    queue.startQueued();
    expect(stateOf('d')).toBe('running');
  });

  it('with a job that failed does not start it when it is retried where nobody watches', async () => {
    addJob(store, 'a', 'training');
    store.jobs.update('a', { state: 'running' });
    await queue.close();
    openQueue({ startQueued: false });
    training.retry = (input) => add(training, 'again', input).job;
    expect(await queue.retry('a')).toMatchObject({ id: 'again', state: 'queued' });
    queue.startQueued();
    expect(stateOf('again')).toBe('running');
  });

  it('with a kind that is unknown, or an input that is malformed, fails that job and opens', async () => {
    await queue.close();
    addJob(store, 'unknown', 'parsing');
    store.db.prepare("UPDATE jobs SET kind = 'distilling' WHERE id = 'unknown'").run();
    addJob(store, 'malformed', 'training', { runId: 7 });
    addJob(store, 'library', 'model-download');
    addJob(store, 'sound', 'parsing');
    queue = new JobQueue({ tell: (job) => told.push(job) });
    const retry = () => add(parsing, 'never').job;
    const strict: JobKind = { ...training.kind, input: z.object({ runId: z.string() }), retry };
    queue.use([strict, parsing.kind, download.kind]);
    queue.attach(store, { startQueued: true });
    const why = 'This version of Nadir cannot carry it out.';
    for (const id of ['unknown', 'malformed', 'library'])
      expect(store.jobs.get(id)).toMatchObject({ state: 'failed', reason: why, endedAt: expect.any(String) });
    expect(stateOf('sound')).toBe('running');
    // A kind that the contract does not have cannot be shown.
    expect(queue.list().map(({ id }) => id)).toEqual(['sound', 'library', 'malformed']);
    expect(queue.find('unknown')).toBeUndefined();
    await expect(queue.retry('malformed')).rejects.toThrow(`"malformed" cannot be retried. ${why}`);
  });

  it('with a job that cannot be mended, or whose end cannot be stored, opens all the same', async () => {
    await queue.close();
    for (const id of ['a', 'b']) {
      addJob(store, id, id === 'a' ? 'training' : 'parsing');
      store.jobs.update(id, { state: 'running' });
    }
    openQueue();
    expect(queue.get('b').reason).toBe('Nadir ended while this job was running.');
    await queue.detach();
    store.jobs.update('a', { state: 'running' });
    store.db.pragma('query_only = ON');
    queue = new JobQueue({ tell: () => undefined });
    const interrupted = (): never => {
      throw new AppError('unreadable_file', 'The folder may not be read.');
    };
    queue.use([{ ...training.kind, interrupted }, parsing.kind]);
    queue.attach(store, { startQueued: true });
    expect(queue.get('a')).toMatchObject({
      state: 'failed',
      reason: 'Nadir ended while this job was running. The folder may not be read.',
    });
  });
});

describe('what has ended', () => {
  it('can be retried once, as a job of its own, where its kind knows how', async () => {
    add(training, 'a', { run: 1 });
    training.runs[0]!.fail(new Error('no'));
    await expect.poll(() => stateOf('a')).toBe('failed');
    let goOn = Promise.withResolvers<void>();
    training.retry = async (input) => {
      await goOn.promise;
      return add(training, 'again', input).job;
    };
    const twice = Promise.allSettled([queue.retry('a'), queue.retry('a')]);
    goOn.resolve();
    const [first, second] = await twice;
    expect(first).toMatchObject({ status: 'fulfilled', value: { id: 'again', state: 'running' } });
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'conflict' } });
    expect(training.runs.map(({ job }) => job.input)).toEqual([{ run: 1 }, { run: 1 }]);
    expect(queue.list().map(({ id }) => id)).toEqual(['again']);
    goOn = Promise.withResolvers();
    await expect(queue.retry('again')).rejects.toThrow('"again" cannot be retried: it is running.');
    add(importing, 'i');
    importing.runs[0]!.fail(new Error('no'));
    await expect.poll(() => stateOf('i')).toBe('failed');
    expect(queue.get('i').actions).toEqual([]);
    await expect(queue.retry('i')).rejects.toThrow('"i" cannot be retried. Start it anew.');
  });

  it('leaves the list when it is dismissed, stored or not; what has not ended stays', async () => {
    add(training, 'a');
    add(importing, 'b');
    add(captioning, 'c');
    training.runs[0]!.finish();
    importing.runs[0]!.finish();
    await expect.poll(() => states('a', 'b')).toEqual(['finished', 'finished']);
    for (const id of ['a', 'b', 'c']) queue.dismiss(id);
    expect(queue.list().map(({ id }) => id)).toEqual(['c']);
    expect(stateOf('a')).toBe('finished');
  });

  it('and could not be stored is shown so, and dismissed only when it can be', async () => {
    add(training, 'a');
    store.db.pragma('query_only = ON');
    training.runs[0]!.finish();
    await expect.poll(() => stateOf('a')).toBe('finished');
    expect(() => queue.dismiss('a')).toThrow();
    expect(stateOf('a')).toBe('finished');
    store.db.pragma('query_only = OFF');
    queue.dismiss('a');
    expect(store.jobs.get('a')?.state).toBe('finished');
    expect(queue.list()).toEqual([]);
  });

  it('in one project is not shown in the next', async () => {
    add(importing, 'a');
    add(training, 'b');
    add(download, 'c');
    for (const { runs } of [importing, training, download]) runs[0]!.finish();
    await expect.poll(() => states('a', 'b', 'c')).toEqual(['finished', 'finished', 'finished']);
    await queue.detach();
    const other = ProjectStore.create(path.join(folder, 'other.nadir'));
    queue.attach(other, { startQueued: true });
    expect(queue.list().map(({ id }) => id)).toEqual(['c']);
    expect(queue.find('b')).toBeUndefined();
    await queue.detach();
    other.close();
    queue.attach(store, { startQueued: true });
    expect(queue.list().map(({ id }) => id)).toEqual(['c', 'b']);
  });

  it('is kept in the project: the newest hundred, and those of runs and sets however old', () => {
    const end = (id: string) => {
      addJob(store, id, 'parsing');
      store.jobs.update(id, { state: 'finished', endedAt: '2026-01-01' });
    };
    end('of-run');
    end('of-set');
    const run = { id: 'r', name: 'r', preset: 'quick', modelId: 'm', trainImages: 1, valImages: 1, config: {} };
    store.runs.insert({ ...run, jobId: 'of-run', createdAt: '2026-01-01', device: null });
    const set = { modelId: 'm', modelVersion: '1', split: 'val', decoding: 'greedy', total: 1, imagesKey: 'k' };
    store.predictions.begin(1, { ...set, jobId: 'of-set', createdAt: '2026-01-01' });
    addJob(store, 'waiting', 'training');
    for (let at = 0; at < 105; at += 1) end(`p${at}`);
    addJob(store, 'last', 'parsing');
    const kept = store.db.prepare<[], string>('SELECT id FROM jobs ORDER BY queue_order').pluck().all();
    // 100 ended ones of nobody, the two of the run and the set, and the two that wait.
    expect(kept).toHaveLength(104);
    expect(kept.slice(0, 4)).toEqual(['of-run', 'of-set', 'waiting', 'p5']);
  });
});
