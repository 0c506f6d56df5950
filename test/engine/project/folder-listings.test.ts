import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FolderListings } from '../../../main/engine/project/folder-listings.ts';
import { awkwardFolder } from '../support/test-engine.ts';

let folder: ReturnType<typeof awkwardFolder>;
beforeEach(() => {
  folder = awkwardFolder();
});
afterEach(() => folder.remove());
const at = (...names: string[]) => path.join(folder.directory, ...names);

it('finds what is there and nothing else, whether or not the folder exists', async () => {
  mkdirSync(at('images'));
  writeFileSync(at('images', 'größe 1.jpg'), '');
  const folders = new FolderListings();
  expect(await folders.has(at('images', 'größe 1.jpg'))).toBe(true);
  expect(await folders.has(at('images', 'größe 2.jpg'))).toBe(false);
  expect(await folders.has(at('no folder', 'a.jpg'))).toBe(false);
  expect(await folders.has(at('images', 'größe 1.jpg', 'below a file.jpg'))).toBe(false);
});

it('a file that came after its folder was listed is found by asking for it', async () => {
  writeFileSync(at('first.jpg'), '');
  const folders = new FolderListings();
  expect(await folders.has(at('second.jpg'))).toBe(false);
  writeFileSync(at('second.jpg'), '');
  expect(await folders.has(at('second.jpg'))).toBe(true);
});
