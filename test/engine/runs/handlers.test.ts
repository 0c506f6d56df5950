import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { WorkerJob } from '../../../main/jobs/worker-protocol.ts';
import { type PlayedWorker, playedWorkers } from '../../jobs/played-worker.ts';
import { writeTinyBlip } from '../../support/tiny-blip.ts';
import { smallProject, writeTinyModel } from '../support/small-project.ts';
import { awkwardFolder, startEngine, type TestEngine } from '../support/test-engine.ts';

let folder: ReturnType<typeof awkwardFolder>;
let test: TestEngine;
let project: string;
let started: PlayedWorker[];

/** Answers what device it is and otherwise waits for the test. */
const open = async (): Promise<void> => {
  const workers = playedWorkers((worker) => {
    worker.onRequest = (request) => {
      if (request.type !== 'start' || request.job.kind !== 'describe') return;
      const device = { device: 'CPU', library: 'libtensorflow', libraryVersion: '2.21.0', reason: 'No GPU.' };
      worker.say({ type: 'device', device });
      worker.done();
    };
  });
  started = workers.started;
  test = startEngine(folder.directory, workers.startWorker);
  await test.api.project.open({ path: project });
};
const fresh = { preset: 'quick', name: null, modelId: 'nadir-mini', overrides: { start: 'fresh' } };
const trainJob = (worker: PlayedWorker | undefined) => worker!.job as Extract<WorkerJob, { kind: 'train' }>;

beforeEach(async () => {
  folder = awkwardFolder();
  project = smallProject(folder.directory, [
    { name: 'a.png', split: 'train', captions: ['A tree.', 'One tree.'] },
    { name: 'b.png', split: 'train', captions: ['A car.'] },
    { name: 'c.png', split: 'train', captions: [] },
    { name: 'd.png', split: 'val', captions: ['A river.'] },
    { name: 'e.png', split: 'test', captions: ['A secret.'] },
  ]);
  await open();
});
afterEach(async () => {
  await test.engine.close();
  folder.remove();
});

it('preflight counts what would be trained on and names the device', async () => {
  const report = await test.api.runs.preflight({ preset: 'quick' });
  expect(report).toMatchObject({
    trainImages: 2,
    trainCaptions: 3,
    valImages: 1,
    device: 'CPU · libtensorflow 2.21.0',
  });
  expect(report.freeDiskMb).toBeGreaterThan(0);
  const messages = report.findings.map(({ level, message }) => `${level}: ${message}`);
  expect(messages).toContain('warning: Only 2 images to train on: expect captions learned by heart.');
  expect(messages).toContain('warning: 1 image without a caption will be left out.');
});

it('preflight says when checkpoints will be judged by train images, and which images are gone', async () => {
  await test.engine.close();
  const images = Array.from({ length: 30 }, (_, at) => ({ name: `t${at}.png`, split: 'train', captions: ['A tree.'] }));
  const other = path.join(folder.directory, 'other');
  project = smallProject(other, images);
  rmSync(path.join(other, 'images', 't0.png'));
  await open();
  const report = await test.api.runs.preflight({ preset: 'quick' });
  // 29 images are there; every tenth of them is held out: two.
  expect(report).toMatchObject({ trainImages: 27, valImages: 2, trainCaptions: 27 });
  expect(report.findings.map(({ message }) => message)).toEqual(
    expect.arrayContaining([
      'There is no "val" split: 2 train images will be held out to judge checkpoints by.',
      '1 image cannot be found and will be left out.',
    ]),
  );
  const run = await test.api.runs.start(fresh);
  expect([run.trainImages, run.valImages]).toEqual([27, 2]);
});

it('preflight warns of a preset whose steps would spoil a published model, and not of the one made for it', async () => {
  const { id } = await test.api.models.import({ path: writeTinyBlip(path.join(folder.directory, 'blip')) });
  const warned = async (preset: string, modelId: string): Promise<boolean> =>
    (await test.api.runs.preflight({ preset, modelId })).findings.some(({ message }) =>
      // 5e-4 and 1e-5.
      message.includes('50 times as large as a published model bears'),
    );
  expect(await Promise.all([warned('default', id), warned('published', id), warned('default', 'nadir-mini')])).toEqual([
    true,
    false,
    false,
  ]);
});

it('a library that cannot be loaded forbids the start', async () => {
  await test.engine.close();
  const broken = playedWorkers((worker) => {
    worker.onRequest = () => worker.exit({ code: 1, signal: null });
  });
  test = startEngine(folder.directory, broken.startWorker);
  await test.api.project.open({ path: project });
  const { device, findings } = await test.api.runs.preflight({ preset: 'quick' });
  expect(device).toBe('unknown');
  expect(findings).toContainEqual({ level: 'error', message: expect.stringContaining('exit code 1') });
});

it('a start freezes the train and val images on disk, without the test split, and later edits do not reach it', async () => {
  const run = await test.api.runs.start(fresh);
  expect(run).toMatchObject({ state: 'running', trainImages: 2, valImages: 1, preset: 'quick', progress: null });
  expect(run.name).toMatch(/^Quick test · \d{4}-\d\d-\d\d \d\d:\d\d$/);
  const job = trainJob(started[0]);
  expect(job.config).toMatchObject({ start: 'fresh', crossEntropy: { epochs: 2 } });
  const [first] = (await test.api.images.get({ id: 1 })).captions;
  await test.api.captions.update({ id: first!.id, text: 'Another tree.' });
  const frozen = JSON.parse(readFileSync(job.snapshotFile, 'utf8'));
  expect(frozen.images.map(({ captions }: { captions: string[] }) => captions)).toEqual([
    ['A tree.', 'One tree.'],
    ['A car.'],
    ['A river.'],
  ]);
  expect(existsSync(frozen.images[0].path)).toBe(true);
});

it('the project’s ontology, corrected graphs and detections are frozen too', async () => {
  const { ontology } = await test.api.graphs.ontology({});
  const own = { ...ontology, same: [['tree', 'oak']] };
  await test.api.graphs.setOntology({ ontology: own });
  const [first] = (await test.api.images.get({ id: 1 })).captions;
  const oak = { name: 'oak', surface: 'tree', spans: [[2, 6] as const], count: null, attributes: [] };
  await test.api.graphs.correct({ captionId: first!.id, graph: { objects: [oak], relations: [] } });
  const labels = path.join(folder.directory, 'labels');
  mkdirSync(labels);
  const { fileName } = (await test.api.images.cards({ ids: [1] }))[0]!;
  writeFileSync(path.join(labels, `${path.parse(fileName).name}.txt`), '0 0 1 0 1 1 0 1 ship 0\n');
  await test.api.detections.import({ format: 'dota', file: labels, classesFile: null, name: null, minScore: 0 });
  await test.api.runs.start(fresh);
  const frozen = JSON.parse(readFileSync(trainJob(started[0]).snapshotFile, 'utf8'));
  expect(frozen.ontology).toEqual(own);
  expect(frozen.corrections[first!.text].objects[0].name).toBe('oak');
  expect(frozen.images.map(({ detected }: { detected?: unknown }) => detected)).toEqual([
    { ship: 1 },
    undefined,
    undefined,
  ]);
});

it('a setting that is unknown or out of range is named, and nothing is left behind', async () => {
  const start = (overrides: Record<string, unknown>) => test.api.runs.start({ ...fresh, overrides });
  await expect(start({ start: 'fresh', 'scst.epoch': 1 })).rejects.toThrow('scst.epoch');
  await expect(start({ start: 'fresh', 'scst.temperature': -1 })).rejects.toThrow('scst.temperature');
  await expect(test.api.runs.start({ ...fresh, preset: 'slow' })).rejects.toThrow('Known: default, ');
  await expect(test.api.runs.start({ ...fresh, modelId: 'nobody', overrides: {} })).rejects.toThrow(
    'no model "nobody"',
  );
  await expect(test.api.runs.start({ ...fresh, modelId: 'baseline-class-oracle', overrides: {} })).rejects.toThrow(
    'no weights',
  );
  expect(await test.api.runs.list({})).toEqual([]);
  expect(existsSync(`${project}.files/runs`)).toBe(false);
});

it('curves, samples, checkpoints and progress reach the window and stay in the project', async () => {
  const { id } = await test.api.runs.start(fresh);
  const [worker] = started;
  worker!.say({ type: 'progress', stage: 'Cross-entropy', done: 1, total: 4, secondsLeft: 9 });
  expect((await test.api.runs.get({ id })).progress).toEqual({
    stage: 'Cross-entropy',
    done: 1,
    total: 4,
    secondsLeft: 9,
  });
  worker!.point(1, { loss: 2 });
  worker!.say({ type: 'samples', epoch: 1, phase: 'cross-entropy', samples: [{ imageId: 4, caption: 'a river' }] });
  const directory = path.join(trainJob(worker).runDirectory, 'checkpoints/ce-1');
  writeTinyModel(directory);
  worker!.checkpoint('ce-1', 1, directory, 2.5);
  worker!.done();
  await expect.poll(async () => (await test.api.runs.get({ id })).state).toBe('finished');
  const run = await test.api.runs.get({ id });
  expect(run.progress).toBeNull();
  expect(run.checkpoints).toMatchObject([{ name: 'ce-1', best: true, metrics: { cider: 2.5 } }]);
  expect(await test.api.runs.points({ id, from: 0 })).toMatchObject([{ index: 0, step: 1, values: { loss: 2 } }]);
  expect(await test.api.runs.points({ id, from: 1 })).toEqual([]);
  expect(await test.api.runs.samples({ id })).toEqual([
    { imageId: 4, captions: [{ epoch: 1, phase: 'cross-entropy', caption: 'a river' }] },
  ]);
  expect(test.heard('runPoints').map(({ points }) => points.length)).toEqual([1]);
  expect(test.heard('runSamples')).toHaveLength(1);
  expect(test.heard('run').map(({ state }) => state)).toEqual(
    expect.arrayContaining(['queued', 'running', 'finished']),
  );
});

it('a killed worker leaves a failed run whose best checkpoint can be trained on from', async () => {
  const { id } = await test.api.runs.start({ ...fresh, name: ' first ' });
  const directory = path.join(trainJob(started[0]).runDirectory, 'checkpoints/ce-1');
  writeTinyModel(directory);
  started[0]!.checkpoint('ce-1', 1, directory);
  started[0]!.exit({ code: null, signal: 'SIGKILL' });
  await expect.poll(async () => (await test.api.runs.get({ id })).state).toBe('failed');
  const run = await test.api.runs.get({ id });
  expect([run.name, run.reason]).toEqual([
    'first',
    'The training process was ended by SIGKILL, perhaps because memory ran out. The last checkpoint (epoch 1) is kept.',
  ]);
  const model = (await test.api.compare.models({})).find((one) => one.id === id);
  expect(model).toMatchObject({ kind: 'run', title: 'first', parameters: 6 });
  await test.api.runs.start({ ...fresh, modelId: id, overrides: {} });
  expect(trainJob(started[1]).modelDirectory).toBe(directory);
});

it('a run whose folder is gone is not a model, and its queue goes on', async () => {
  const { id } = await test.api.runs.start(fresh);
  const directory = path.join(trainJob(started[0]).runDirectory, 'checkpoints/ce-1');
  writeTinyModel(directory);
  started[0]!.checkpoint('ce-1', 1, directory);
  started[0]!.done();
  await expect.poll(async () => (await test.api.runs.get({ id })).state).toBe('finished');
  rmSync(directory, { recursive: true });
  expect((await test.api.compare.models({})).map((model) => model.id)).not.toContain(id);
  await expect(test.api.runs.start({ ...fresh, modelId: id, overrides: {} })).rejects.toThrow('missing or incomplete');
});

it('closing Nadir keeps the queue: what had produced nothing yet starts again with the next opening', async () => {
  const first = await test.api.runs.start(fresh);
  const second = await test.api.runs.start(fresh);
  expect(second.state).toBe('queued');
  await test.engine.close();
  await open();
  const states = Object.fromEntries((await test.api.runs.list({})).map(({ id, state }) => [id, state]));
  expect(states).toEqual({ [first.id]: 'running', [second.id]: 'queued' });
});

it('renaming answers with the run, pausing and stopping are asked of its job and shown by both; an unknown run is said to be unknown', async () => {
  const { id, jobId } = await test.api.runs.start(fresh);
  expect((await test.api.runs.rename({ id, name: 'coast' })).name).toBe('coast');
  await test.api.jobs.pause({ id: jobId });
  started[0]!.say({ type: 'paused' });
  expect((await test.api.runs.get({ id })).state).toBe('paused');
  await expect(test.api.runs.get({ id: 'nobody' })).rejects.toThrow('no run "nobody"');
  await test.api.jobs.stop({ id: jobId });
  expect((await test.api.runs.get({ id })).state).toBe('stopping');
  expect((await test.api.jobs.get({ id: jobId })).state).toBe('stopping');
  started[0]!.done(true);
  await expect.poll(async () => (await test.api.runs.get({ id })).state).toBe('stopped');
  await expect(test.api.jobs.resume({ id: jobId })).rejects.toThrow('it is stopped');
});
