import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Job } from '../../../../preload/contract/jobs.ts';
import type { ProjectInfo } from '../../../../preload/contract/project.ts';
import type { Run } from '../../../../preload/contract/runs.ts';
import { playedWorkers } from '../../../jobs/played-worker.ts';
import { type ForkedEngine, forkEngine } from '../../support/forked-engine.ts';
import { smallProject } from '../../support/small-project.ts';
import { awkwardFolder, startEngine, type TestEngine } from '../../support/test-engine.ts';

let folder: ReturnType<typeof awkwardFolder>;
let project: string;
let owner: ForkedEngine;
let guest: TestEngine;
const fresh = { preset: 'quick', name: 'coast', modelId: 'nadir-mini', overrides: { start: 'fresh' } };

beforeEach(async () => {
  folder = awkwardFolder();
  project = smallProject(folder.directory, [
    { name: 'a.png', split: 'train', captions: ['A tree.', 'One tree.'] },
    { name: 'b.png', split: 'val', captions: ['A car.'] },
  ]);
  owner = await forkEngine(path.join(folder.directory, 'owner'));
  await owner.call('project.open', { path: project });
  guest = startEngine(path.join(folder.directory, 'guest'), playedWorkers().startWorker);
});
afterEach(async () => {
  await guest.engine.close();
  await owner.kill();
  folder.remove();
});
const open = () => guest.api.project.open({ path: project });

it('a project that another process has open is used through it: reads, edits and events', async () => {
  expect(await open()).toMatchObject({ path: project, images: 2 });
  const [caption] = (await guest.api.images.get({ id: 1 })).captions;
  await guest.api.captions.update({ id: caption!.id, text: 'Two trees.' });
  const seen = await owner.call<{ captions: { text: string }[] }>('images.get', { id: 1 });
  expect(seen.captions[0]!.text).toBe('Two trees.');
  await owner.call('captions.undo', {});
  await expect.poll(() => guest.heard('imagesChanged').length).toBe(2);
  expect((await guest.api.images.get({ id: 1 })).captions[0]!.text).toBe('A tree.');
});

it('errors come through in their own words', async () => {
  await open();
  await expect(guest.api.images.get({ id: 99 })).rejects.toMatchObject({
    code: 'not_found',
    message: 'The project has no image 99.',
  });
});

it('a run that was started there is shown running here, and is paused and stopped from here', async () => {
  const run = await owner.call<Run>('runs.start', fresh);
  await open();
  expect(await guest.api.runs.list({})).toMatchObject([{ id: run.id, name: 'coast', state: 'running' }]);
  expect(await guest.api.jobs.list({})).toMatchObject([{ id: run.jobId, kind: 'training', state: 'running' }]);
  await guest.api.jobs.pause({ id: run.jobId });
  await expect.poll(async () => (await guest.api.jobs.get({ id: run.jobId })).state).toBe('paused');
  await guest.api.jobs.stop({ id: run.jobId });
  await expect.poll(() => guest.heard('job').at(-1)?.state).toBe('stopped');
  expect(await owner.call<Job>('jobs.get', { id: run.jobId })).toMatchObject({ state: 'stopped' });
});

it('when the owner closes, the project is opened here, and nothing that was asked meanwhile is lost', async () => {
  await open();
  const [, images] = await Promise.all([owner.close(), guest.api.images.list({})]);
  expect(images.ids).toHaveLength(2);
  await expect.poll(async () => (await guest.api.images.get({ id: 1 })).captions.length).toBe(2);
  await guest.api.captions.add({ imageId: 2, text: 'A bridge.' });
  expect((await guest.api.images.get({ id: 2 })).captions).toHaveLength(2);
});

it('when the owner is killed, the project is opened here: its run has failed, what was queued starts here', async () => {
  const first = await owner.call<Run>('runs.start', fresh);
  const second = await owner.call<Run>('runs.start', { ...fresh, name: 'forest' });
  await open();
  await owner.kill();
  await expect.poll(async () => (await guest.api.runs.get({ id: first.id })).state, { timeout: 15_000 }).toBe('failed');
  expect((await guest.api.runs.get({ id: first.id })).reason).toMatch(/^Nadir ended while this run was going on\./);
  expect((await guest.api.runs.get({ id: second.id })).state).toBe('running');
  expect(guest.heard('job')).toContainEqual(expect.objectContaining({ id: first.jobId, state: 'failed' }));
});

it('two guests: the quicker one opens the project, the other joins it', async () => {
  const other = startEngine(path.join(folder.directory, 'other'), playedWorkers().startWorker);
  try {
    await open();
    await other.api.project.open({ path: project });
    await owner.kill();
    const infos = () => Promise.all([guest.api.project.info({}), other.api.project.info({})]);
    await expect.poll(infos, { timeout: 15_000 }).toMatchObject([{ path: project }, { path: project }]);
    expect(guest.engine.guests() + other.engine.guests()).toBe(1);
    const [caption] = (await other.api.images.get({ id: 1 })).captions;
    await other.api.captions.update({ id: caption!.id, text: 'A pond.' });
    expect((await guest.api.images.get({ id: 1 })).captions[0]!.text).toBe('A pond.');
  } finally {
    await other.engine.close();
  }
});

it('a guest that leaves, by closing or opening another project, leaves the owner’s alone', async () => {
  await open();
  await guest.api.project.close({});
  expect(await guest.api.project.info({})).toBeNull();
  await open();
  const elsewhere = path.join(folder.directory, 'elsewhere.nadir');
  await guest.api.project.create({ path: elsewhere });
  expect(await guest.api.project.info({})).toMatchObject({ path: elsewhere });
  expect(await owner.call<ProjectInfo>('project.info', {})).toMatchObject({ path: project });
});

it('a project of one’s own stays open when another’s cannot be joined', async () => {
  const own = path.join(folder.directory, 'own.nadir');
  await guest.api.project.create({ path: own });
  await expect(guest.api.project.open({ path: path.join(folder.directory, 'missing.nadir') })).rejects.toThrow(
    'missing',
  );
  expect(await guest.api.project.info({})).toMatchObject({ path: own });
});

it('what is queued waits while only commands that look at the project have it, and starts when a window joins', async () => {
  await owner.kill();
  const { createEngine } = await import('../../../../main/engine/door/create-engine.ts');
  const { resources } = await import('../../support/test-engine.ts');
  const earlier = startEngine(path.join(folder.directory, 'earlier'), playedWorkers().startWorker);
  await earlier.api.project.open({ path: project });
  const run = await earlier.api.runs.start(fresh);
  await earlier.engine.close();
  const workers = playedWorkers();
  const command = createEngine({
    userDataDirectory: path.join(folder.directory, 'command'),
    resourcesDirectory: resources,
    cacheDirectory: path.join(folder.directory, 'cache'),
    startWorker: workers.startWorker,
    continuesQueue: false,
  });
  try {
    await command.handlers.project.open({ path: project });
    expect((await command.handlers.runs.get({ id: run.id })).state).toBe('queued');
    expect(command.hasJobs()).toBe(false);
    await open();
    await expect.poll(async () => (await guest.api.runs.get({ id: run.id })).state).toBe('running');
    expect(workers.started).toHaveLength(1);
    // The command is done: it starts nothing more and waits for what runs for its guest.
    const handed = command.handOver();
    const next = await guest.api.runs.start(fresh);
    expect(next.state).toBe('queued');
    workers.started[0]!.done();
    await handed;
    await command.close();
    await expect
      .poll(async () => (await guest.api.runs.get({ id: next.id })).state, { timeout: 15_000 })
      .toBe('running');
  } finally {
    await command.close();
  }
});
