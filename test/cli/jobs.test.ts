import { copyFileSync, linkSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ProjectStore } from '../../main/store/project-store.ts';
import type { Job } from '../../preload/contract/jobs.ts';
import { smallProject } from '../engine/support/small-project.ts';
import { awkwardFolder, sample } from '../engine/support/test-engine.ts';
import { addJob } from '../store/support.ts';
import { runNadir } from './support/run-nadir.ts';

// Commands that are processes of their own, beside whatever else the machine does.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let folder: ReturnType<typeof awkwardFolder>;
let project: string;
const nadir = (...args: string[]) => runNadir(folder.directory, args);

/** A project with a job that waits, one that failed, and one that was going on when Nadir was killed. */
beforeEach(() => {
  folder = awkwardFolder();
  project = smallProject(folder.directory, [{ name: 'a.png', split: 'val', captions: ['A tree.', 'One tree.'] }]);
  const store = ProjectStore.open(project);
  const failed = { state: 'failed', endedAt: '2026-01-03T00:00:00.000Z' } as const;
  addJob(store, 'failed', 'parsing');
  store.jobs.update('failed', { ...failed, reason: 'The graph parser ended.' });
  addJob(store, 'killed', 'parsing');
  store.jobs.update('killed', { state: 'running' });
  addJob(store, 'waiting', 'features', { modelId: 'nadir-mini', split: 'val', views: 1 });
  store.close();
});
afterEach(() => folder.remove());

const killed = 'Nadir ended before all captions were parsed. The graphs that were made are kept.';

it('jobs lists what waits and what ended, newest first, with why; --json prints it as the contract has it', async () => {
  const { code, stdout, stderr } = await nadir('jobs', project);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.split('\n').map((line) => line.trimEnd())).toEqual([
    expect.stringMatching(/^waiting +queued +waiting$/),
    expect.stringMatching(new RegExp(`^killed +failed +killed +${killed}$`)),
    expect.stringMatching(/^failed +failed +failed +The graph parser ended\.$/),
    '',
  ]);
  const list = (await nadir('jobs', project, '--json')).json<Job[]>();
  expect(list.map(({ id, kind, state, reason }) => [id, kind, state, reason])).toEqual([
    ['waiting', 'features', 'queued', null],
    ['killed', 'parsing', 'failed', killed],
    ['failed', 'parsing', 'failed', 'The graph parser ended.'],
  ]);
});

it('jobs of a project without any says so, and without a project is wrong usage', async () => {
  await nadir('create', 'empty.nadir');
  expect(await nadir('jobs', 'empty.nadir')).toMatchObject({ code: 0, stdout: 'No jobs.\n' });
  const without = await nadir('jobs');
  expect([without.code, without.stdout]).toEqual([2, '']);
  expect(without.stderr).toContain('missing argument');
});

it('stop takes a waiting job out of the queue and prints it; one that has ended stays', async () => {
  expect((await nadir('jobs', 'stop', project, 'waiting')).stdout).toBe('waiting: stopped\n');
  const { state, reason } = (await nadir('jobs', 'stop', project, 'waiting', '--json')).json<Job>();
  expect([state, reason]).toEqual(['stopped', 'It was taken out of the queue before it started.']);
});

it('pausing and resuming what does not run is refused with its state, and an unknown job named', async () => {
  const refusals = [
    ['pause', 'waiting', '"waiting" cannot be paused: it is queued.'],
    ['resume', 'failed', '"failed" cannot be resumed: it is failed.'],
    ['stop', 'nobody', 'There is no job "nobody".'],
  ] as const;
  for (const [ask, id, message] of refusals)
    expect(await nadir('jobs', ask, project, id)).toMatchObject({ code: 1, stdout: '', stderr: `nadir: ${message}\n` });
});

it('retry queues a failed job again, for the window to start; a job that waits cannot be retried', async () => {
  const again = (await nadir('jobs', 'retry', project, 'killed', '--json')).json<Job>();
  expect(again).toMatchObject({ kind: 'parsing', title: 'Parse captions', state: 'queued' });
  const list = (await nadir('jobs', project, '--json')).json<Job[]>();
  expect(list.map(({ id, state }) => [id, state])).toEqual([
    [again.id, 'queued'],
    ['waiting', 'queued'],
    ['failed', 'failed'],
  ]);
  const refused = await nadir('jobs', 'retry', project, 'waiting');
  expect([refused.code, refused.stderr]).toEqual([1, 'nadir: "waiting" cannot be retried: it is queued.\n']);
});

it('Ctrl-C during parsing stops the job, keeps the graphs that were made and exits with 130', async () => {
  const captions = Array.from({ length: 6_000 }, (_, at) => `${at} cars beside ${at + 1} houses near a river.`);
  const other = path.join(folder.directory, 'many');
  const many = smallProject(other, [{ name: 'a.png', split: 'val', captions }]);
  const { code, stderr, json } = await runNadir(folder.directory, ['parse', many, '--json'], (said) =>
    said.includes('% Parsing captions'),
  );
  expect(code, stderr).toBe(130);
  const { texts, parsed, left } = json<{ texts: number; parsed: number; left: number }>();
  expect([texts, parsed + left, parsed > 0, left > 0]).toEqual([6_000, 6_000, true, true]);
  const [job] = (await nadir('jobs', many, '--json')).json<Job[]>();
  expect(job).toMatchObject({ kind: 'parsing', state: 'stopped', actions: ['retry'] });
  expect(job!.reason).toBe(`${left} captions are left to parse; the graphs that were made are kept.`);
});

it('Ctrl-C during an import cancels the job, writes nothing and exits with 130', async () => {
  const images = path.join(folder.directory, 'many images');
  mkdirSync(images);
  const names = Array.from({ length: 3_000 }, (_, at) => `${at}.jpg`);
  // One file by many names: its bytes are read for each.
  copyFileSync(path.join(sample, 'images', 'beach-01.jpg'), path.join(images, names[0]!));
  for (const name of names.slice(1)) linkSync(path.join(images, names[0]!), path.join(images, name));
  const file = path.join(folder.directory, 'many.json');
  const entry = (filename: string) => ({ filename, split: 'train', sentences: [{ raw: 'A beach.' }] });
  writeFileSync(file, JSON.stringify({ images: names.map(entry) }));
  const args = ['import', project, '--format', 'karpathy', '--captions', file, '--images', images];
  const { code, stdout } = await runNadir(folder.directory, args, (said) => said.includes('% Reading images'));
  expect([code, stdout]).toEqual([130, '']);
  const store = ProjectStore.open(project);
  expect(store.images.count().images).toBe(1);
  store.close();
});
