import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Unsequenced } from '../../main/jobs/worker-port.ts';
import type { WorkerEvent, WorkerJob } from '../../main/jobs/worker-protocol.ts';
import { tf } from '../../main/tensor/backend.ts';
import { WorkerSession } from '../../main/worker/session.ts';
import { sampleImages } from '../training/support.ts';
import { trainJob } from './support.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir-session-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Told = Unsequenced<WorkerEvent>;

function open(): { readonly session: WorkerSession; readonly told: Told[] } {
  const told: Told[] = [];
  return { session: new WorkerSession(async (event) => void told.push(event)), told };
}
const start = (job: WorkerJob) => ({ type: 'start', sequence: 1, version: 1, job }) as const;
const types = (told: readonly Told[]): string[] => told.map(({ type }) => type);

const nearest: WorkerJob = {
  kind: 'baseline',
  method: 'nearest-neighbour',
  cacheDirectory: '',
  train: sampleImages('train', 0, 3),
  images: sampleImages('val', 1, 2).map((image) => ({ ...image, captions: [] })),
};

it('tells the device and that it is done, and only the start ends the session', async () => {
  const { session, told } = open();
  expect(await session.handle({ type: 'resume', sequence: 1 })).toBe(false);
  expect(await session.handle(start({ kind: 'describe' }))).toBe(true);
  expect(types(told)).toEqual(['device', 'done']);
  expect(told.at(-1)).toEqual({ type: 'done', stopped: false });
});

it('does one job: a second start is not answered', async () => {
  const { session, told } = open();
  await session.handle(start({ kind: 'describe' }));
  expect(await session.handle(start({ kind: 'describe' }))).toBe(false);
  expect(told).toHaveLength(2);
});

it('tells a pause and its end once each', async () => {
  const { session, told } = open();
  for (const type of ['pause', 'pause', 'resume', 'resume'] as const) await session.handle({ type, sequence: 1 });
  expect(types(told)).toEqual(['paused', 'resumed']);
});

it('an image’s nearest neighbour is itself where it is in the train split, and nothing leaks', async () => {
  const before = tf.memory().numTensors;
  const { session, told } = open();
  await session.handle(start({ ...nearest, cacheDirectory: path.join(folder, 'cache') }));
  const captions = told.flatMap((event) => (event.type === 'captions' ? event.captions : []));
  expect(captions).toEqual(
    nearest.images.map(({ id }, at) => ({ imageId: id, caption: nearest.train[at + 1]!.captions[0] })),
  );
  expect(types(told).at(-1)).toBe('done');
  expect(tf.memory().numTensors).toBe(before);
});

it('images without a caption of the method are left out, not given an empty one', async () => {
  const { session, told } = open();
  const images = nearest.images.map((image, at) => ({ ...image, class: at === 0 ? null : image.class }));
  await session.handle(start({ ...nearest, method: 'class-oracle', images, cacheDirectory: folder }));
  const captions = told.flatMap((event) => (event.type === 'captions' ? event.captions : []));
  expect(captions.map(({ imageId }) => imageId)).toEqual([images[1]!.id]);
});

it('a stop that comes before the work ends it without a failure', async () => {
  const { session, told } = open();
  await session.handle({ type: 'stop', sequence: 1 });
  await session.handle(start({ ...nearest, cacheDirectory: path.join(folder, 'cache') }));
  expect(told.at(-1)).toEqual({ type: 'done', stopped: true });
  expect(types(told)).not.toContain('captions');
});

it('a failure is told once, with its code and the file', async () => {
  const { session, told } = open();
  const images = [{ ...nearest.images[0]!, path: path.join(folder, 'lost.jpg') }];
  expect(await session.handle(start({ ...nearest, images, cacheDirectory: path.join(folder, 'cache') }))).toBe(true);
  expect(told.at(-1)).toMatchObject({
    type: 'failed',
    code: 'unreadable_file',
    message: expect.stringContaining('lost.jpg'),
  });
  expect(types(told)).not.toContain('done');
});

type TrainJob = ReturnType<typeof trainJob>;

describe('a training job fails at once, naming what is wrong, for', () => {
  it.each<[string, (job: TrainJob) => void, string, string]>([
    ['a snapshot cut short', (job) => writeFileSync(job.snapshotFile, '{"images": ['), 'malformed_file', 'bad.json'],
    [
      'one of other data',
      (job) => writeFileSync(job.snapshotFile, '{"images": [{}]}'),
      'malformed_file',
      'images[0] has no number "id"',
    ],
    ['one that is gone', (job) => rmSync(job.snapshotFile), 'malformed_file', 'bad.json'],
    ['no model', (job) => rmSync(job.modelDirectory, { recursive: true }), 'not_found', 'config.json'],
    [
      'a model cut short',
      (job) => writeFileSync(path.join(job.modelDirectory, 'model.safetensors'), 'short'),
      'malformed_file',
      'model.safetensors',
    ],
  ])('%s', async (_, damage, code, named) => {
    const before = tf.memory().numTensors;
    const job = trainJob(folder, 'bad');
    damage(job);
    const { session, told } = open();
    await session.handle(start(job));
    expect(types(told)).toEqual(['device', 'failed']);
    expect(told.at(-1)).toMatchObject({ code, message: expect.stringContaining(named) });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('a configuration out of range', async () => {
    const job = trainJob(folder, 'bad');
    const { session, told } = open();
    await session.handle(start({ ...job, config: { ...job.config, dropout: 2 } }));
    expect(told.at(-1)).toMatchObject({
      type: 'failed',
      code: 'bad_input',
      message: expect.stringContaining('dropout'),
    });
  });
});
