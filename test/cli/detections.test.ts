import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DetectionReport } from '../../preload/contract/detections.ts';
import { awkwardFolder, sample } from '../engine/support/test-engine.ts';
import { runNadir } from './support/run-nadir.ts';

let folder: ReturnType<typeof awkwardFolder>;
const nadir = (...args: string[]) => runNadir(folder.directory, args);
beforeAll(async () => {
  folder = awkwardFolder();
  await nadir('create', 'p.nadir');
  const source = ['--captions', path.join(sample, 'dataset.json'), '--images', path.join(sample, 'images')];
  await nadir('import', 'p.nadir', '--format', 'karpathy', ...source);
  mkdirSync(path.join(folder.directory, 'labels'));
  writeFileSync(
    path.join(folder.directory, 'labels/harbor-01.txt'),
    '0 0 1 0 1 1 0 1 ship 0\n0 0 1 0 1 1 0 1 ship 0\n',
  );
});
afterAll(() => folder.remove());
const detections = (...more: string[]) =>
  nadir('import-detections', 'p.nadir', '--format', 'dota', '--file', 'labels', ...more);

it('import-detections prints what it counted, with --dry-run without writing', async () => {
  const { code, json } = await detections('--dry-run', '--json');
  expect(code).toBe(0);
  const figures = { name: 'labels', images: 1, boxes: 2, objects: [{ name: 'ship', count: 2, images: 1 }] };
  expect(json<DetectionReport & { dryRun: boolean }>()).toMatchObject({ ...figures, dryRun: true });
  const text = await detections('--name', 'ships');
  expect(text.stdout).toMatch(/ship +2 {2}in 1 image/);
  expect(text.stdout).toContain('Imported as "ships".');
});

it('import-detections names the file and the line that is none, and refuses a score that is none', async () => {
  mkdirSync(path.join(folder.directory, 'bad'));
  writeFileSync(path.join(folder.directory, 'bad/harbor-01.txt'), '0 0 1 0 ship\n');
  const bad = await nadir('import-detections', 'p.nadir', '--format', 'dota', '--file', 'bad');
  expect(bad).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/harbor-01\.txt, line 1/) });
  expect(await detections('--min-score', '2')).toMatchObject({ code: 2 });
});

it('parse makes the graphs that are lacking, once', async () => {
  const first = (await nadir('parse', 'p.nadir', '--json')).json<{ texts: number; parsed: number }>();
  expect(first).toMatchObject({ texts: 189, parsed: 189 });
  const again = await nadir('parse', 'p.nadir');
  expect(again.stdout).toMatch(/^189 different captions: 0 parsed now/);
});
