import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type PlayedWorker, playedWorkers } from '../../jobs/played-worker.ts';
import { smallProject, writeTinyModel } from '../support/small-project.ts';
import { awkwardFolder, startEngine, type TestEngine } from '../support/test-engine.ts';

let folder: ReturnType<typeof awkwardFolder>;
let test: TestEngine;
let started: PlayedWorker[];
const oracle = { modelId: 'baseline-class-oracle', split: 'val' };
const nearest = { modelId: 'baseline-nearest-neighbour', split: 'val' };

beforeEach(async () => {
  folder = awkwardFolder();
  const project = smallProject(folder.directory, [
    { name: 't.png', split: 'train', class: 'forest', captions: ['There is a forest.'] },
    {
      name: 'a.png',
      split: 'val',
      class: 'forest',
      captions: ['A forest and a river.', 'A forest, a river and a road.'],
    },
    { name: 'b.png', split: 'val', class: 'airport', captions: ['Two airplanes on a runway.'] },
    { name: 'c.png', split: 'val', captions: ['A harbor with many boats.'] },
  ]);
  const workers = playedWorkers();
  started = workers.started;
  test = startEngine(folder.directory, workers.startWorker);
  await test.api.project.open({ path: project });
});
afterEach(async () => {
  await test.engine.close();
  folder.remove();
});

/** Captions the val images (ids 2, 3, 4) and waits until the set is finished. */
async function caption(modelId: string, texts: readonly string[], strategy: 'greedy' | 'beam' = 'greedy') {
  const before = started.length;
  await test.api.compare.caption({ modelId, split: 'val', strategy });
  await expect.poll(() => started.length).toBe(before + 1);
  started[before]!.say({ type: 'captions', captions: texts.map((text, at) => ({ imageId: at + 2, caption: text })) });
  started[before]!.done();
  const state = async () => (await test.api.compare.sets({})).find((set) => set.modelId === modelId)?.state;
  await expect.poll(state).toBe('finished');
}

/** A finished run with a model of six numbers. */
async function run(): Promise<string> {
  const { id } = await test.api.runs.start({
    preset: 'quick',
    name: 'Run A',
    modelId: 'none',
    overrides: { start: 'fresh' },
  });
  const worker = started.at(-1)!;
  const { runDirectory } = worker.job as { runDirectory: string };
  const directory = path.join(runDirectory, 'checkpoints/ce-1');
  writeTinyModel(directory);
  worker.checkpoint('ce-1', 1, directory, 2.5);
  worker.done();
  await expect.poll(async () => (await test.api.runs.get({ id })).state).toBe('finished');
  return id;
}

it('a baseline gets the train images and becomes a finished set; asking again starts nothing', async () => {
  await caption(oracle.modelId, ['There is a forest.', 'Two airplanes.', 'Boats.']);
  const { job } = started[0]!;
  expect(job).toMatchObject({
    kind: 'baseline',
    method: 'class-oracle',
    train: [{ captions: ['There is a forest.'] }],
  });
  expect(job.kind === 'baseline' && job.images.map(({ id }) => id)).toEqual([2, 3, 4]);
  const again = await test.api.compare.caption({ ...oracle, strategy: 'greedy' });
  expect(again).toMatchObject({ state: 'finished', done: 3, total: 3, stale: false, decoding: 'baseline' });
  expect(started).toHaveLength(1);
  expect(test.heard('predictions').map(({ state }) => state)).toEqual(expect.arrayContaining(['running', 'finished']));
});

it('two equal requests at once are one job, and so is a third while it goes on', async () => {
  const ask = () => test.api.compare.caption({ ...nearest, strategy: 'greedy' });
  const [first, second] = await Promise.all([ask(), ask()]);
  await expect.poll(() => started.length).toBe(1);
  const third = await ask();
  expect([second.jobId, third.jobId]).toEqual([first.jobId, first.jobId]);
  expect((await test.api.jobs.list({})).map(({ id }) => id)).toEqual([first.jobId]);
});

it('people as a baseline are refused where no image has two captions', async () => {
  await expect(
    test.api.compare.caption({ modelId: 'baseline-human', split: 'train', strategy: 'greedy' }),
  ).rejects.toMatchObject({
    code: 'bad_input',
    message: 'No image of the split "train" has two captions: one to judge, one to judge by.',
  });
  expect(await test.api.compare.sets({})).toEqual([]);
  expect(await test.api.jobs.list({})).toEqual([]);
});

it('a split without images and an unknown model are said to be so', async () => {
  await expect(test.api.compare.caption({ ...oracle, split: 'nowhere' })).rejects.toThrow('Splits: train, val.');
  await expect(test.api.compare.caption({ ...oracle, modelId: 'nobody' })).rejects.toThrow('baseline-class-oracle');
  await expect(test.api.compare.table({ a: oracle.modelId, b: nearest.modelId, split: 'val' })).rejects.toThrow(
    'has not captioned the split "val"',
  );
});

it('the table of a hand-made set: oversight and hallucination by hand, differences, intervals, health', async () => {
  // a: "There is a forest." names 1 of 3 reference objects; "Two airplanes." 1 of 2; "Many boats." 1 of 2.
  await caption(oracle.modelId, ['There is a forest.', 'Two airplanes.', 'Many boats.']);
  // b: the first references of all three images, so nothing is missing but the road of the first image: 2 of 3.
  await caption(nearest.modelId, ['A forest and a river.', 'Two airplanes on a runway.', 'A harbor with many boats.']);
  const { images, metrics } = await test.api.compare.table({ a: oracle.modelId, b: nearest.modelId, split: 'val' });
  const row = (id: string) => metrics.find((metric) => metric.id === id)!;
  expect(row('oversight_rate').a).toBeCloseTo((2 / 3 + 1 / 2 + 1 / 2) / 3, 10);
  expect(row('oversight_rate').b).toBeCloseTo((1 / 3 + 0 + 0) / 3, 10);
  expect(row('hallucination_rate')).toMatchObject({ a: 0, b: 0, difference: 0, higherIsBetter: false });
  // Words without punctuation: 4 + 2 + 2 and 5 + 5 + 5.
  expect(row('mean_length').a).toBeCloseTo(8 / 3, 10);
  expect(row('mean_length').difference).toBeCloseTo(5 - 8 / 3, 10);
  expect(row('bleu_1').b).toBeCloseTo(1, 6);
  expect(row('cider').interval![0]).toBeGreaterThan(0);
  expect(row('distinct_captions')).toMatchObject({ a: 3, b: 3, difference: 0, interval: null });
  expect(row('bad_ending_rate')).toMatchObject({ a: 0, b: 0 });
  expect(images.map(({ imageId, class: name }) => [imageId, name])).toEqual([
    [2, 'forest'],
    [3, 'airport'],
    [4, null],
  ]);
  const mean = images.reduce((sum, { ciderB }) => sum + ciderB, 0) / 3;
  expect(row('cider').b).toBeCloseTo(mean, 10);
  for (const { ciderA, ciderB } of images) expect(ciderB).toBeGreaterThan(ciderA);
});

it('one image: both captions, their graphs, what is missing, and the same CIDEr as in the table', async () => {
  await caption(oracle.modelId, ['There is a forest.', 'Two airplanes.', 'A car.']);
  await caption(nearest.modelId, ['A forest and a river.', 'Three airplanes on a runway.', 'Boats.']);
  const pair = { a: oracle.modelId, b: nearest.modelId, split: 'val' };
  const table = await test.api.compare.table(pair);
  const item = await test.api.compare.item({ ...pair, imageId: 2 });
  expect(item).toMatchObject({ fileName: 'a.png', class: 'forest' });
  expect(item.references).toEqual(['A forest and a river.', 'A forest, a river and a road.']);
  expect(item.a.comparison.missing.map((at) => item.a.comparison.references[at]!.name).sort()).toEqual([
    'river',
    'road',
  ]);
  expect([item.a.cider, item.b.cider]).toEqual([table.images[0]!.ciderA, table.images[0]!.ciderB]);
  const harbor = await test.api.compare.item({ ...pair, imageId: 4 });
  expect(harbor.a.comparison.hallucinated.map((at) => harbor.a.graph.objects[at]!.name)).toEqual(['car']);
  await expect(test.api.compare.item({ ...pair, imageId: 1 })).rejects.toThrow('not among those');
});

it('an edited reference changes the table at once and leaves the set current', async () => {
  const id = await run();
  await caption(id, ['A forest and a river.', 'Two airplanes.', 'Boats.']);
  const pair = { a: id, b: id, split: 'val' };
  const before = await test.api.compare.table(pair);
  const [reference] = (await test.api.images.get({ id: 3 })).captions;
  await test.api.captions.update({ id: reference!.id, text: 'Two airplanes.' });
  const after = await test.api.compare.table(pair);
  expect(after.images[1]!.ciderA).toBeGreaterThan(before.images[1]!.ciderA);
  expect(after.metrics.find(({ id: metric }) => metric === 'cider')).toMatchObject({ difference: 0, interval: null });
  expect((await test.api.compare.sets({}))[0]!.stale).toBe(false);
});

it('an edited train caption makes a baseline stale, and captioning again replaces it', async () => {
  await caption(oracle.modelId, ['There is a forest.', 'b', 'c']);
  const [learned] = (await test.api.images.get({ id: 1 })).captions;
  await test.api.captions.update({ id: learned!.id, text: 'Many trees.' });
  expect((await test.api.compare.sets({}))[0]).toMatchObject({ state: 'finished', stale: true });
  await caption(oracle.modelId, ['Many trees.', 'b', 'c']);
  const sets = await test.api.compare.sets({});
  expect(sets).toHaveLength(1);
  expect(sets[0]!.stale).toBe(false);
});

it('a set of another checkpoint is stale', async () => {
  const id = await run();
  await caption(id, ['a', 'b', 'c']);
  expect((await test.api.compare.sets({}))[0]).toMatchObject({ modelId: id, stale: false, decoding: 'greedy' });
  await test.engine.close();
  const { ProjectStore } = await import('../../../main/store/project-store.ts');
  const store = ProjectStore.open(path.join(folder.directory, 'small.nadir'));
  const [checkpoint] = store.runs.checkpoints(id);
  store.runs.addCheckpoint(id, { ...checkpoint!, createdAt: 'later' });
  store.close();
  await test.api.project.open({ path: path.join(folder.directory, 'small.nadir') });
  expect((await test.api.compare.sets({}))[0]!.stale).toBe(true);
});

it('greedy and beam are both kept; the one asked for last stands for the model', async () => {
  const id = await run();
  await caption(id, ['a', 'b', 'c']);
  await caption(id, ['x', 'y', 'z'], 'beam');
  expect((await test.api.compare.sets({})).map(({ decoding }) => decoding)).toEqual(['beam 5']);
  const jobs = started.length;
  await test.api.compare.caption({ modelId: id, split: 'val', strategy: 'greedy' });
  expect(started).toHaveLength(jobs);
  const { images } = await test.api.compare.table({ a: id, b: id, split: 'val' });
  expect(images.map(({ captionA }) => captionA)).toEqual(['a', 'b', 'c']);
});

it('how far the job is with the images is told with it and with its set; of the set itself, the number of captions', async () => {
  await test.api.compare.caption({ ...nearest, strategy: 'greedy' });
  await expect.poll(() => started.length).toBe(1);
  const progress = (done: number) =>
    started[0]!.say({ type: 'progress', stage: 'Preparing images', done, total: 4, secondsLeft: null });
  progress(3);
  expect((await test.api.compare.sets({}))[0]).toMatchObject({
    state: 'running',
    done: 0,
    progress: { stage: 'Preparing images', done: 3, total: 4 },
  });
  expect(test.heard('job').at(-1)?.progress).toMatchObject({ done: 3, total: 4 });
  started[0]!.say({ type: 'captions', captions: [{ imageId: 2, caption: 'A forest.' }] });
  await expect.poll(() => test.heard('predictions').at(-1)?.done).toBe(1);
});

it('a cancelled captioning is told and leaves no set', async () => {
  const { jobId } = await test.api.compare.caption({ ...nearest, strategy: 'greedy' });
  await test.api.jobs.stop({ id: jobId! });
  await expect.poll(() => test.api.compare.sets({})).toEqual([]);
  expect(test.heard('predictions').at(-1)).toMatchObject({ state: 'failed', reason: 'Captioning was cancelled.' });
});

it('predictions are written as COCO results, and only for a finished, current set', async () => {
  const out = path.join(folder.directory, 'results.json');
  const request = { what: 'predictions', format: 'coco-results', out, ...oracle } as const;
  await expect(test.api.project.export(request)).rejects.toThrow('has not captioned');
  await caption(oracle.modelId, ['There is a forest.', 'Two airplanes.', 'Boats.']);
  expect(await test.api.project.export(request)).toEqual({ path: out, count: 3 });
  expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual([
    { image_id: 2, caption: 'There is a forest.' },
    { image_id: 3, caption: 'Two airplanes.' },
    { image_id: 4, caption: 'Boats.' },
  ]);
  await expect(test.api.project.export({ ...request, format: 'coco' })).rejects.toThrow('coco-results');
  await expect(test.api.project.export({ ...request, split: null })).rejects.toThrow('split');
});

it('a model is written as a folder with its card, twice over itself, and never over other files', async () => {
  const id = await run();
  const out = path.join(folder.directory, 'exported model');
  const request = { what: 'model', format: 'safetensors', out, split: null, modelId: id } as const;
  expect(await test.api.project.export(request)).toEqual({ path: out, count: 4 });
  expect(readdirSync(out).sort()).toEqual(['README.md', 'config.json', 'model.safetensors', 'vocabulary.json']);
  const card = readFileSync(path.join(out, 'README.md'), 'utf8');
  expect(card).toContain('# Run A');
  expect(card).toContain('| CIDEr | 2.5 |');
  expect(card).toContain('1 images of the split "train"');
  await test.api.project.export(request);

  writeFileSync(path.join(out, 'thesis.docx'), 'precious');
  await expect(test.api.project.export(request)).rejects.toThrow('thesis.docx');
  expect(readFileSync(path.join(out, 'thesis.docx'), 'utf8')).toBe('precious');
  const other = path.join(folder.directory, 'other');
  mkdirSync(other);
  writeFileSync(path.join(other, 'config.json'), '{"name": "not ours"}');
  await expect(test.api.project.export({ ...request, out: other })).rejects.toThrow('config.json');
  expect(existsSync(path.join(other, 'model.safetensors'))).toBe(false);
  const partial = readdirSync(folder.directory).filter((name) => name.endsWith('.partial'));
  expect(partial).toEqual([]);
  await expect(test.api.project.export({ ...request, modelId: oracle.modelId })).rejects.toThrow('baseline');
});

it('people are a baseline: the first reference, judged by the others, and the model beside it by the same', async () => {
  const human = { modelId: 'baseline-human', split: 'val' };
  // Only the first image has a second reference: a forest, a river and a road.
  expect(await test.api.compare.caption({ ...human, strategy: 'greedy' })).toMatchObject({
    state: 'finished',
    done: 1,
  });
  expect(started).toHaveLength(0);
  await caption(oracle.modelId, ['There is a forest.', 'b', 'c']);
  const pair = { a: human.modelId, b: oracle.modelId, split: 'val' };
  const { images, metrics } = await test.api.compare.table(pair);
  expect(images.map(({ imageId, captionA }) => [imageId, captionA])).toEqual([[2, 'A forest and a river.']]);
  const oversight = metrics.find(({ id }) => id === 'oversight_rate')!;
  // Of the references' objects the first misses 1 of the second's 3, the second 0 of the first's 2; the model 2 and 1.
  expect(oversight.a).toBeCloseTo((1 / 3 + 0) / 2, 10);
  expect(oversight.b).toBeCloseTo((2 / 3 + 1 / 2) / 2, 10);
  expect((await test.api.compare.item({ ...pair, imageId: 2 })).references).toEqual(['A forest, a river and a road.']);
  const [first] = (await test.api.images.get({ id: 2 })).captions;
  await test.api.captions.update({ id: first!.id, text: 'A forest.' });
  expect((await test.api.compare.sets({})).find(({ modelId }) => modelId === human.modelId)?.stale).toBe(true);
});

it('a model’s memory is told before it captions, and a baseline takes none worth naming', async () => {
  expect(await test.api.compare.memory({ modelId: oracle.modelId })).toBeNull();
  const fit = (await test.api.models.list({})).find(({ id }) => id === 'nadir-mini')!.fit!;
  const told = await test.api.compare.memory({ modelId: 'nadir-mini' });
  expect(told!.captioning.bytes).toBe(fit.captioning.bytes);
  const id = await run();
  expect((await test.api.compare.memory({ modelId: id }))!.captioning.bytes).toBe(fit.captioning.bytes);
  vi.spyOn(process, 'availableMemory').mockReturnValue(fit.captioning.bytes - 1);
  expect(await test.api.compare.memory({ modelId: id })).toMatchObject({
    freeBytes: fit.captioning.bytes - 1,
    captioning: { fit: 'too-large' },
  });
  vi.restoreAllMocks();
  await expect(test.api.compare.memory({ modelId: 'gone' })).rejects.toThrow('no model "gone"');
});
