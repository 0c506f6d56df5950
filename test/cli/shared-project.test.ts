import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Job } from '../../preload/contract/jobs.ts';
import type { Run } from '../../preload/contract/runs.ts';
import { type ForkedEngine, forkEngine } from '../engine/support/forked-engine.ts';
import { smallProject } from '../engine/support/small-project.ts';
import { awkwardFolder } from '../engine/support/test-engine.ts';
import { runNadir } from './support/run-nadir.ts';

/** Commands on a project that a window has open: its engine, in a process of its own, carries them out. */
let folder: ReturnType<typeof awkwardFolder>;
let project: string;
let window: ForkedEngine;
const nadir = (args: readonly string[], interruptWhen?: (stderr: string) => boolean) =>
  runNadir(folder.directory, args, interruptWhen);

beforeEach(async () => {
  folder = awkwardFolder();
  project = smallProject(folder.directory, [
    { name: 'a.png', split: 'train', captions: ['A tree.', 'One tree.'] },
    { name: 'b.png', split: 'val', captions: ['A car.'] },
  ]);
  window = await forkEngine(path.join(folder.directory, 'window'));
  await window.call('project.open', { path: project });
});
afterEach(async () => {
  await window.kill();
  folder.remove();
});

it('captions are exported and jobs listed while a window has the project open', async () => {
  const run = await window.call<Run>('runs.start', {
    preset: 'quick',
    name: 'coast',
    modelId: 'nadir-mini',
    overrides: { start: 'fresh' },
  });
  const [jobs, text, written] = await Promise.all([
    nadir(['jobs', project, '--json']),
    nadir(['jobs', project]),
    nadir(['export', project, '--what', 'captions', '--out', path.join(folder.directory, 'out.json')]),
  ]);
  expect(jobs.json<Job[]>()).toContainEqual(
    expect.objectContaining({ id: run.jobId, state: 'running', title: 'Train "coast"' }),
  );
  expect(text.stdout).toMatch(/running +Train "coast" +25 % Training/);
  expect([written.code, written.stderr]).toEqual([0, '']);
});

it('a training that is started in a terminal runs in the window’s engine; Ctrl-C stops and saves it there', async () => {
  const { code, stderr, stdout } = await nadir(
    ['train', project, '--set', 'start=fresh', '--name', 'from a terminal', '--json'],
    (text) => text.includes('25 % Training'),
  );
  expect(stderr).toContain('Stopping: ');
  expect(code, stderr).toBe(130);
  const { run, state } = JSON.parse(stdout) as { run: string; state: string };
  expect(state).toBe('stopped');
  expect(await window.call<Run>('runs.get', { id: run })).toMatchObject({ name: 'from a terminal', state: 'stopped' });
});

it('a job is paused, resumed and stopped from a terminal', async () => {
  const { jobId } = await window.call<Run>('runs.start', {
    preset: 'quick',
    name: null,
    modelId: 'nadir-mini',
    overrides: { start: 'fresh' },
  });
  for (const [what, state] of [
    ['pause', 'paused'],
    ['resume', 'running'],
    ['stop', 'stopped'],
  ] as const) {
    const { code, stderr } = await nadir(['jobs', what, project, jobId]);
    expect(code, stderr).toBe(0);
    await expect.poll(async () => (await window.call<Job>('jobs.get', { id: jobId })).state).toBe(state);
  }
  const { code, stderr } = await nadir(['jobs', 'pause', project, jobId]);
  expect([code, stderr]).toEqual([1, expect.stringContaining('cannot be paused: it is stopped')]);
});

it('when the window is closed while a command waits for its run, the command trains it itself', async () => {
  let closing: Promise<void> | undefined;
  const { code, stderr, stdout } = await nadir(['train', project, '--set', 'start=fresh', '--json'], (text) => {
    if (text.includes('25 % Training')) closing ??= window.close();
    return false;
  });
  await closing;
  // A real worker of the command's own read the images, which are none.
  expect(code, stderr).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('a.png could not be read'),
  });
});
