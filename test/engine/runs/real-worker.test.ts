import { execFileSync, fork } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { forkedWorkers } from '../../../main/jobs/forked-worker.ts';
import { ProjectStore } from '../../../main/store/project-store.ts';
import { longRun } from '../support/long-run.ts';
import { awkwardFolder, sample, startEngine, type TestEngine } from '../support/test-engine.ts';

/** Training processes as they are, on the sample project, from new weights: what happens when one or the other goes away. */
const entry = path.join(import.meta.dirname, '../../../main/worker/main.ts');
let folder: ReturnType<typeof awkwardFolder>;
let test: TestEngine;
let project: string;

beforeEach(async () => {
  folder = awkwardFolder();
  project = path.join(folder.directory, 'p.nadir');
  test = startEngine(folder.directory, forkedWorkers({ entry }));
  await test.api.project.create({ path: project });
  await test.api.project.import({
    format: 'karpathy',
    captionsFile: path.join(sample, 'dataset.json'),
    imagesDirectory: path.join(sample, 'images'),
    jobId: 'import',
  });
});
afterEach(async () => {
  await test.engine.close();
  folder.remove();
});

const workersOf = (parent: number): number[] =>
  execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(parent)], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('worker/main.ts'))
    .map((line) => Number(line.trim().split(' ')[0]));
const runOf = (id: string) => test.api.runs.get({ id });
const checkpointsOf = async (id: string) => (await runOf(id)).checkpoints.length;
const patience = { timeout: 120_000, interval: 50 };
// Real trainings beside whatever else the machine does.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

it('SIGKILL of a training process: the run has failed and says why, and its best checkpoint captions', async () => {
  const { id } = await test.api.runs.start(longRun);
  await expect.poll(() => checkpointsOf(id), patience).toBeGreaterThan(0);
  const [worker] = workersOf(process.pid);
  process.kill(worker!, 'SIGKILL');
  await expect.poll(async () => (await runOf(id)).state, patience).toBe('failed');
  const run = await runOf(id);
  expect(run.reason).toMatch(
    /^The training process was ended by SIGKILL, perhaps because memory ran out\. The last checkpoint \(epoch \d+\) is kept\.$/,
  );
  expect((await test.api.runs.points({ id, from: 0 })).length).toBeGreaterThan(0);
  await test.api.compare.caption({ modelId: id, split: 'val', strategy: 'greedy' });
  await expect.poll(async () => (await test.api.compare.sets({}))[0]?.state, patience).toBe('finished');
  expect((await test.api.compare.sets({}))[0]).toMatchObject({ done: 21, total: 21, stale: false });
});

it('a pause stops the steps, a resume goes on with them, and closing the project saves', async () => {
  const { id, jobId } = await test.api.runs.start(longRun);
  const steps = async () => (await test.api.runs.points({ id, from: 0 })).length;
  await expect.poll(steps, patience).toBeGreaterThan(0);
  await test.api.jobs.pause({ id: jobId });
  await expect.poll(async () => (await runOf(id)).state, patience).toBe('paused');
  await new Promise((resolve) => setTimeout(resolve, 600));
  const paused = await steps();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(await steps()).toBe(paused);
  await test.api.jobs.resume({ id: jobId });
  await expect.poll(steps, patience).toBeGreaterThan(paused);
  const saved = await checkpointsOf(id);
  await test.api.project.close({});
  await test.api.project.open({ path: project });
  const run = await runOf(id);
  expect([run.state, run.reason]).toEqual(['stopped', 'Nadir was closed while this run was going on.']);
  expect(run.checkpoints.length).toBeGreaterThanOrEqual(Math.max(1, saved));
  await expect.poll(() => workersOf(process.pid), patience).toEqual([]);
});

it('when Nadir itself is killed, the worker saves and ends too, and the next opening finds the run interrupted with all it saved', async () => {
  await test.engine.close();
  const child = fork(path.join(import.meta.dirname, '../support/training-engine.ts'), [], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { ...process.env, NADIR_TEST_FOLDER: folder.directory, NADIR_TEST_PROJECT: project },
  });
  const [id] = await new Promise<[string]>((resolve) => child.once('message', (run) => resolve([String(run)])));
  const [worker] = workersOf(child.pid!);
  expect(worker).toBeGreaterThan(0);
  child.kill('SIGKILL');
  const isAlive = (): boolean => {
    try {
      return process.kill(worker!, 0);
    } catch {
      // No such process.
      return false;
    }
  };
  await expect.poll(isAlive, patience).toBe(false);
  await test.api.project.open({ path: project });
  const run = await runOf(id);
  expect([run.state, run.reason]).toEqual([
    'failed',
    expect.stringMatching(/^Nadir ended while this run was going on\. The last checkpoint \(epoch [\d.]+\) is kept\.$/),
  ]);
  const onDisk = readdirSync(path.join(`${project}.files`, 'runs', id, 'checkpoints')).sort();
  expect(run.checkpoints.map(({ name }) => name)).toEqual(onDisk);
  // The last was saved when nobody was left to be told of it; it says itself how it was judged.
  expect(run.checkpoints.at(-1)!.metrics.cider).toEqual(expect.any(Number));
  await test.api.project.close({});
  const store = ProjectStore.open(project);
  expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok');
  store.close();
});
