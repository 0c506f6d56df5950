import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { awkwardFolder, startEngine, type TestEngine } from '../support/test-engine.ts';

let folder: ReturnType<typeof awkwardFolder>;
let running: TestEngine;
let project: string;
beforeAll(async () => {
  folder = awkwardFolder();
  running = startEngine(folder.directory);
  project = (await running.api.project.openSample({})).path;
});
afterAll(async () => {
  await running.engine.close();
  folder.remove();
});
const captionsTo = (out: string) =>
  running.api.project.export({ what: 'captions', format: 'coco', out, split: null, modelId: null });

it('an edited caption is in the export, under the id that the image had where it came from', async () => {
  const { captions } = await running.api.images.get({ id: 1 });
  await running.api.captions.update({ id: captions[0]!.id, text: 'Edited for “export”.' });
  const out = path.join(folder.directory, 'coco.json');
  expect(await captionsTo(out)).toEqual({ path: out, count: 189 });
  const { images, annotations } = JSON.parse(readFileSync(out, 'utf8'));
  expect(images[0]).toEqual({
    id: 0,
    file_name: 'agricultural-01.jpg',
    width: 256,
    height: 256,
    split: 'train',
    class: 'agricultural',
  });
  expect(annotations[0]).toEqual({ id: 1, image_id: 0, caption: 'Edited for “export”.' });
});

it('an export never goes over the project or into its folder', async () => {
  const before = readFileSync(project);
  await expect(captionsTo(project)).rejects.toThrow('belongs to the project itself');
  await expect(captionsTo(path.join(`${project}.files`, 'x.json'))).rejects.toThrow('belongs to the project itself');
  expect(readFileSync(project).equals(before)).toBe(true);
});

it('an export onto a folder or below a file is refused with its name, and leaves no partial file', async () => {
  const directory = path.join(folder.directory, 'directory');
  mkdirSync(directory);
  await expect(captionsTo(directory)).rejects.toThrow(directory);
  writeFileSync(path.join(folder.directory, 'file'), '');
  await expect(captionsTo(path.join(folder.directory, 'file', 'x.json'))).rejects.toThrow(path.join('file', 'x.json'));
  expect(readdirSync(folder.directory).filter((name) => name.endsWith('.partial'))).toEqual([]);
});

it('predictions and models need a model, and captions no model’s format', async () => {
  const out = path.join(folder.directory, 'x');
  const wanted = { out, split: 'val', modelId: null };
  await expect(
    running.api.project.export({ ...wanted, what: 'predictions', format: 'coco-results' }),
  ).rejects.toMatchObject({ code: 'bad_input' });
  await expect(
    running.api.project.export({ ...wanted, what: 'model', format: 'safetensors', modelId: 'no-such-model' }),
  ).rejects.toThrow(/There is no model "no-such-model"/);
  await expect(running.api.project.export({ ...wanted, what: 'captions', format: 'safetensors' })).rejects.toThrow(
    'only as coco or karpathy',
  );
});
