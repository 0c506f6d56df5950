import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MissingImages } from '../../../main/engine/project/missing-images.ts';
import { ProjectStore } from '../../../main/store/project-store.ts';
import { type PlayedWorker, playedWorkers } from '../../jobs/played-worker.ts';
import { smallProject } from '../support/small-project.ts';
import { awkwardFolder, startEngine, type TestEngine } from '../support/test-engine.ts';

let folder: ReturnType<typeof awkwardFolder>;
let test: TestEngine;
let project: string;
let started: PlayedWorker[];

const open = async (options: { continuesQueue?: boolean } = {}): Promise<void> => {
  const workers = playedWorkers();
  started = workers.started;
  test = startEngine(folder.directory, workers.startWorker, options);
  await test.api.project.open({ path: project });
};
const worker = async (at: number): Promise<PlayedWorker> => {
  await expect.poll(() => started.length).toBeGreaterThan(at);
  return started[at]!;
};
const train = (name: string, overrides: Record<string, unknown> = {}) =>
  test.api.runs.start({ preset: 'quick', name, modelId: 'none', overrides: { start: 'fresh', ...overrides } });
const stateOf = async (id: string) => (await test.api.jobs.get({ id })).state;

beforeEach(async () => {
  folder = awkwardFolder();
  project = smallProject(folder.directory, [
    { name: 'a.png', split: 'train', captions: ['A tree.', 'One tree.'] },
    { name: 'b.png', split: 'val', captions: ['A river.'] },
  ]);
  await open();
});
afterEach(async () => {
  await test.engine.close();
  folder.remove();
});

it('the list holds all kinds of work, newest first, with what it is for and what may be asked of it', async () => {
  const run = await train('coast');
  await test.api.compare.caption({ modelId: 'baseline-class-oracle', split: 'val', strategy: 'greedy' });
  await test.api.images.prepareFeatures({ modelId: 'nadir-mini', split: null, views: 1 });
  const { captions } = await exported();
  const list = await test.api.jobs.list({});
  expect(list.map(({ kind, title, subject, state, actions }) => [kind, title, subject, state, actions])).toEqual([
    [
      'features',
      expect.stringMatching(/^Prepare image features for /),
      { run: null, model: 'nadir-mini', split: null },
      'queued',
      ['stop'],
    ],
    [
      'captioning',
      expect.stringMatching(/^Caption val with /),
      { run: null, model: 'baseline-class-oracle', split: 'val' },
      'running',
      ['pause', 'cancel'],
    ],
    ['training', 'Train "coast"', { run: run.id, model: 'none', split: null }, 'running', ['pause', 'stop']],
    ['export', 'Export captions to captions.json', { run: null, model: null, split: null }, 'finished', []],
  ]);
  expect(list.at(-1)).toMatchObject({ output: captions, progress: null, startedAt: expect.any(String) });
});

/** Exports the captions, and returns where. */
async function exported(): Promise<{ readonly captions: string }> {
  const captions = path.join(folder.directory, 'captions.json');
  const request = { what: 'captions', format: 'karpathy', out: captions, split: null, modelId: null } as const;
  await test.api.project.export(request);
  return { captions };
}

it('a job that is unknown is said to be so, and asking it to stop is not an error', async () => {
  await expect(test.api.jobs.get({ id: 'nobody' })).rejects.toMatchObject({ code: 'unknown_id' });
  await expect(test.api.jobs.retry({ id: 'nobody' })).rejects.toMatchObject({ code: 'unknown_id' });
  expect(await test.api.jobs.stop({ id: 'nobody' })).toBeNull();
});

it('a job of a kind that this Nadir does not know keeps nobody from the list of the others', async () => {
  await test.engine.close();
  const store = ProjectStore.open(project);
  const subject = { run: null, model: null, split: null };
  store.jobs.insert({ id: 'odd', kind: 'distilling' as never, title: 'odd', subject, input: {}, createdAt: 'now' });
  store.close();
  await open();
  await train('coast');
  expect((await test.api.jobs.list({})).map(({ title }) => title)).toEqual(['Train "coast"']);
});

describe('retrying', () => {
  it('a training makes a run with the same settings, and the first stays among the runs', async () => {
    const first = await train('coast', { 'crossEntropy.epochs': 7 });
    (await worker(0)).exit({ code: 1, signal: null });
    await expect.poll(() => stateOf(first.jobId)).toBe('failed');
    const job = await test.api.jobs.retry({ id: first.jobId });
    expect(job).toMatchObject({ kind: 'training', state: 'running', title: 'Train "coast"' });
    const [second, ...others] = await test.api.runs.list({});
    expect(second).toMatchObject({ jobId: job.id, name: 'coast', config: first.config, trainImages: 1 });
    expect(others.map(({ id }) => id)).toEqual([first.id]);
    expect((await test.api.jobs.list({})).map(({ id }) => id)).toEqual([job.id]);
  });

  it('a captioning makes the set anew in place of the first', async () => {
    const set = { modelId: 'nadir-mini', split: 'val', strategy: 'greedy' } as const;
    const first = await test.api.compare.caption(set);
    (await worker(0)).exit({ code: 1, signal: null });
    await expect.poll(() => stateOf(first.jobId!)).toBe('failed');
    const job = await test.api.jobs.retry({ id: first.jobId! });
    expect(await test.api.compare.sets({})).toMatchObject([{ jobId: job.id, state: 'running', reason: null }]);
    expect((await worker(1)).job).toMatchObject({ kind: 'caption', images: [{ captions: ['A river.'] }] });
  });

  it('features that failed are prepared again; what was stopped has kept those that were there', async () => {
    const { id } = await test.api.images.prepareFeatures({ modelId: 'nadir-mini', split: 'val', views: 2 });
    const first = await worker(0);
    expect(first.job).toMatchObject({ kind: 'features', views: 2, images: [{ captions: ['A river.'] }] });
    first.onRequest = ({ type }) => type === 'stop' && first.done(true);
    await test.api.jobs.stop({ id });
    await expect.poll(() => stateOf(id)).toBe('stopped');
    expect((await test.api.jobs.get({ id })).reason).toBe('The features that were computed are kept.');
    const again = await test.api.jobs.retry({ id });
    (await worker(1)).done();
    await expect.poll(() => stateOf(again.id)).toBe('finished');
  });

  it('an import or an export has to be asked for anew', async () => {
    const out = path.join(folder.directory, 'a.json');
    const request = { what: 'captions', format: 'safetensors', out, split: null, modelId: null, jobId: 'x' } as const;
    await expect(test.api.project.export(request)).rejects.toMatchObject({ code: 'bad_input' });
    expect((await test.api.jobs.get({ id: 'x' })).actions).toEqual([]);
    await expect(test.api.jobs.retry({ id: 'x' })).rejects.toMatchObject({ code: 'conflict' });
  });
});

it('an ended job can be dismissed, and what it made stays', async () => {
  const { id, jobId } = await train('coast');
  (await worker(0)).done();
  await expect.poll(() => stateOf(jobId)).toBe('finished');
  await test.api.jobs.dismiss({ id: jobId });
  expect(await test.api.jobs.list({})).toEqual([]);
  expect((await test.api.runs.get({ id })).state).toBe('finished');
});

it('what waits when the project closes stays queued, even when its turn comes while the project is being left', async () => {
  await train('first');
  const { id, jobId } = await train('second');
  const leaving = vi.spyOn(MissingImages.prototype, 'projectClosing').mockImplementation(async () => {
    started[0]!.done();
    await expect.poll(() => stateOf(jobId)).toBe('running');
  });
  await test.api.project.close({});
  leaving.mockRestore();
  await test.api.project.open({ path: project });
  expect(await test.api.runs.get({ id })).toMatchObject({ state: 'running', reason: null });
});

it('nothing is told of a job after its project was closed', async () => {
  await train('coast');
  started[0]!.say({ type: 'progress', stage: 'Cross-entropy', done: 1, total: 4, secondsLeft: null });
  started[0]!.say({ type: 'progress', stage: 'Cross-entropy', done: 2, total: 4, secondsLeft: null });
  await test.api.project.close({});
  const before = test.heard('job').length;
  expect(test.heard('job').at(-1)).toMatchObject({ state: 'queued', progress: null });
  started[0]!.say({ type: 'progress', stage: 'Cross-entropy', done: 3, total: 4, secondsLeft: null });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(test.heard('job')).toHaveLength(before);
});

describe('an engine that only looks at a project', () => {
  it('leaves its queue alone until a job of the kind is asked for, and captions a set that waits when somebody wants it', async () => {
    const run = await train('coast');
    const set = { modelId: 'nadir-mini', split: 'val', strategy: 'greedy' } as const;
    const { jobId } = await test.api.compare.caption(set);
    await test.engine.close();
    await open({ continuesQueue: false });
    expect([await stateOf(run.jobId), await stateOf(jobId!)]).toEqual(['queued', 'queued']);
    expect(await test.api.compare.caption(set)).toMatchObject({ jobId, state: 'running' });
    expect([await stateOf(run.jobId), await stateOf(jobId!)]).toEqual(['queued', 'running']);
  });
});
