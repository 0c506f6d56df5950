import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { detectImport } from '../../main/dataset/detect-import.ts';
import { entry, folderOf, png } from './support.ts';

const karpathy = JSON.stringify({ images: [entry('a.png', ['x'])] });
const coco = JSON.stringify({ images: [{ id: 1, file_name: 'deep/a.png' }], annotations: [] });

it('a folder that holds captions and images', async () => {
  const folder = folderOf({ 'dataset.json': karpathy, 'a.png': await png(1) });
  expect(await detectImport([folder])).toEqual({
    format: 'karpathy',
    captionsFile: path.join(folder, 'dataset.json'),
    imagesDirectory: folder,
  });
});

it('a caption file alone, its images one level below', async () => {
  const folder = folderOf({ 'captions.json': karpathy, 'images/a.png': await png(1), 'aaa/other.png': '' });
  expect(await detectImport([path.join(folder, 'captions.json')])).toEqual({
    format: 'karpathy',
    captionsFile: path.join(folder, 'captions.json'),
    imagesDirectory: path.join(folder, 'images'),
  });
});

it('a caption file and a folder elsewhere, in either order', async () => {
  const folder = folderOf({ 'c.json': coco });
  const images = folderOf({ 'deep/a.png': await png(1) });
  const expected = { format: 'coco', captionsFile: path.join(folder, 'c.json'), imagesDirectory: images };
  expect(await detectImport([path.join(folder, 'c.json'), images])).toEqual(expected);
  expect(await detectImport([images, path.join(folder, 'c.json')])).toEqual(expected);
});

it('images deep inside a dropped folder are found by name', async () => {
  const folder = folderOf({ 'c.json': karpathy, 'x/y/z/a.png': await png(1) });
  expect((await detectImport([folder])).imagesDirectory).toBe(folder);
});

it('JSON files that are something else are passed over', async () => {
  const folder = folderOf({
    'a.json': '{broken',
    'b.json': '{"images": 5}',
    'c.JSON': karpathy,
    'a.png': await png(1),
  });
  expect((await detectImport([folder])).captionsFile).toBe(path.join(folder, 'c.JSON'));
});

it('a caption file whose images are nowhere', async () => {
  const folder = folderOf({ 'c.json': karpathy });
  expect(await detectImport([path.join(folder, 'c.json')])).toMatchObject({
    format: 'karpathy',
    imagesDirectory: null,
  });
});

it('a broken caption file alone is still what was meant, and nothing is nothing', async () => {
  const folder = folderOf({ 'c.json': '{broken', 'notes.txt': '' });
  const file = path.join(folder, 'c.json');
  expect(await detectImport([file])).toEqual({ format: null, captionsFile: file, imagesDirectory: null });
  const nothing = { format: null, captionsFile: null, imagesDirectory: null };
  expect(await detectImport([path.join(folder, 'gone.json')])).toEqual(nothing);
  expect(await detectImport([path.join(folder, 'notes.txt')])).toEqual(nothing);
});

it('a folder whose name ends in .json is a folder', async () => {
  const folder = folderOf({ 'a.png': await png(1) });
  mkdirSync(path.join(folder, 'captions.json'));
  writeFileSync(path.join(folder, 'captions.json', 'real.json'), karpathy);
  expect(await detectImport([path.join(folder, 'captions.json'), folder])).toEqual({
    format: 'karpathy',
    captionsFile: path.join(folder, 'captions.json', 'real.json'),
    imagesDirectory: folder,
  });
});
