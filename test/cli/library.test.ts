import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ExportedModel, LibraryModel } from '../../preload/contract/models.ts';
import { PlayedHub } from '../checkpoint/hub/played-hub.ts';
import { awkwardFolder } from '../engine/support/test-engine.ts';
import { tinyBlipFiles, writeTinyBlip } from '../support/tiny-blip.ts';
import { tinyFolder } from '../support/tiny-folder.ts';
import { copyTinyModel } from '../training/tiny-models.ts';
import { runNadir } from './support/run-nadir.ts';

let folder: ReturnType<typeof awkwardFolder>;
const hub = new PlayedHub();
const nadir = (...args: string[]) => runNadir(folder.directory, args);
beforeAll(async () => {
  folder = awkwardFolder();
  await hub.start();
});
afterAll(async () => {
  await hub.stop();
  folder.remove();
});

it('models library lists what is here and what can be had; the models that caption are still listed without it', async () => {
  const { stdout } = await nadir('models', 'library');
  expect(stdout).toMatch(/^nadir-mini +bundled +nadir-mini +training \w+/m);
  expect(stdout).toMatch(/^Salesforce\/instructblip-flan-t5-xl +to download +InstructBLIP with FLAN-T5-XL/m);
  expect((await nadir('models')).stdout).toMatch(/^baseline-human/m);
  const xl = await nadir('models', 'show', 'Salesforce/instructblip-flan-t5-xl');
  expect(xl.stdout).toMatch(/^ +weights as float32 +16\.09 GB +4,022,969,088 numbers × 4 B$/m);
  expect(xl.stdout).toMatch(/^licence +mit$/m);
  expect(xl.stdout).toMatch(/^to download +about 16\.09 GB$/m);
  expect(xl.stdout).toMatch(/^memory for training: 21\.77 GB$/m);
});

it('a model is imported, shown with the arithmetic of its memory, and forgotten', async () => {
  const place = path.join(folder.directory, 'tiny blip');
  writeTinyBlip(place);
  const imported = (await nadir('models', 'import', 'tiny blip', '--title', 'Tiny', '--json')).json<LibraryModel>();
  expect(imported).toMatchObject({ title: 'Tiny', kind: 'imported', place, problem: null });
  const shown = await nadir('models', 'show', imported.id);
  expect(shown.stdout).toContain(`${imported.parameters!.toLocaleString('en')} numbers × 4 B`);
  expect((await nadir('models', 'remove', imported.id)).stdout).toMatch(/^Removed imported-tiny-\w+; 0\.00 GB freed/);
  const gone = await nadir('models', 'show', imported.id);
  expect(gone).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no model') });
});

it('a model is downloaded from a hub and removed', async () => {
  const source = writeTinyBlip(path.join(folder.directory, 'source'));
  for (const name of tinyBlipFiles) hub.files.set(name, readFileSync(path.join(source, name)));
  const { json, stderr } = await nadir('models', 'download', 'owner/tiny', '--hub', hub.address, '--json');
  expect(json<LibraryModel>()).toMatchObject({ id: 'owner/tiny', kind: 'downloaded', licence: 'bsd-3-clause' });
  expect(stderr).toContain('100 % Downloading owner/tiny');
  expect((await nadir('models', 'remove', 'owner/tiny')).code).toBe(0);
  const missing = await nadir('models', 'download', 'owner/other', '--hub', 'nowhere');
  expect(missing).toMatchObject({ code: 1, stdout: '' });
});

it('nadir-mini is exported as it is, which is said, and never into a folder that holds something', async () => {
  const { stdout } = await nadir('models', 'export', 'nadir-mini', 'mini');
  expect(stdout).toMatch(
    /^Wrote \d files, 0\.0\d GB, to .*mini\nnadir-mini’s own layout: Nadir loads it, other programs do not\./,
  );
  expect(readFileSync(path.join(folder.directory, 'mini', 'README.md'), 'utf8')).toContain('nadir-mini');
  const again = await nadir('models', 'export', 'nadir-mini', 'mini');
  expect(again).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Choose a new or empty folder') });
});

it.skipIf(!tinyFolder('blip-caption'))('a published model is exported as a whole, with its progress', async () => {
  const place = copyTinyModel('blip-caption', folder.directory);
  const { id } = (await nadir('models', 'import', place, '--json')).json<LibraryModel>();
  const { json, stderr } = await nadir('models', 'export', id, 'whole', '--json');
  expect(json<ExportedModel>()).toMatchObject({ path: path.join(folder.directory, 'whole'), layout: 'hugging-face' });
  expect(stderr).toContain('100 % Exporting blip-caption');
  expect((await nadir('models', 'import', 'whole', '--json')).json<LibraryModel>().problem).toBeNull();
  const project = await nadir('models', 'export', 'run-of-yesterday', 'other', '--project', 'none.nadir');
  expect(project).toMatchObject({ code: 1, stderr: expect.stringContaining('none.nadir') });
});
