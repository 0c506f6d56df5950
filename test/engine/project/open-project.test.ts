import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EngineEvents } from '../../../main/engine/door/engine-events.ts';
import { OpenProject } from '../../../main/engine/project/open-project.ts';
import { Recents } from '../../../main/store/recents.ts';
import { awkwardFolder, startEngine, type TestEngine } from '../support/test-engine.ts';

let folder: ReturnType<typeof awkwardFolder>;
let running: TestEngine;
let file: string;
beforeEach(() => {
  folder = awkwardFolder();
  file = path.join(folder.directory, 'mine.nadir');
  running = startEngine(folder.directory);
});
afterEach(async () => {
  await running.engine.close();
  folder.remove();
});

it('the sample is made on first use, with 63 images and 189 captions, and found again', async () => {
  const info = await running.api.project.openSample({});
  expect(info).toMatchObject({ isSample: true, images: 63, captions: 189, missingImages: 0 });
  expect(info.path.startsWith(path.join(folder.directory, 'user data'))).toBe(true);
  const { id } = (await running.api.images.get({ id: 1 })).captions[0]!;
  await running.api.captions.update({ id, text: 'Mine.' });
  await running.api.project.close({});
  await running.api.project.openSample({});
  expect((await running.api.images.get({ id: 1 })).captions[0]!.text).toBe('Mine.');
});

it('without a project, what needs one says so and the rest answers', async () => {
  await expect(running.api.images.list({})).rejects.toMatchObject({ code: 'no_project' });
  expect(await running.api.project.info({})).toBeNull();
  expect((await running.api.graphs.parse({ texts: ['two planes'] }))[0]!.objects[0]!.name).toContain('plane');
});

it('opening and closing is told, and remembered among the recent projects', async () => {
  await running.api.project.create({ path: file });
  await running.api.project.close({});
  expect(running.heard('project').map((info) => info?.name ?? null)).toEqual(['mine', null]);
  rmSync(file);
  expect(await running.api.project.recents({})).toMatchObject([{ name: 'mine', exists: false }]);
});

it.each([
  ['a text file', (place: string) => writeFileSync(place, 'hello'), 'not_a_project'],
  ['an empty file', (place: string) => writeFileSync(place, ''), 'not_a_project'],
  ['a folder', (place: string) => mkdirSync(place), 'not_a_project'],
  ['another program’s database', (place: string) => otherDatabase(place), 'not_a_project'],
  ['nothing', () => undefined, 'not_found'],
])('%s is refused, named, and the open project stays open', async (_what, make, code) => {
  await running.api.project.create({ path: file });
  const other = path.join(folder.directory, 'other.nadir');
  make(other);
  await expect(running.api.project.open({ path: other })).rejects.toMatchObject({
    code,
    message: expect.stringContaining(other),
  });
  expect((await running.api.project.info({}))?.path).toBe(file);
});

it('a project that is cut short is refused and left as it is', async () => {
  await running.api.project.create({ path: file });
  await running.api.project.close({});
  truncateSync(file, 20_000);
  await expect(running.api.project.open({ path: file })).rejects.toMatchObject({ code: 'malformed_file' });
  expect(readFileSync(file)).toHaveLength(20_000);
});

it('a project of a newer Nadir is refused without being touched', async () => {
  await running.api.project.create({ path: file });
  await running.api.project.close({});
  const db = new Database(file);
  db.pragma('user_version = 99');
  db.close();
  const before = readFileSync(file);
  await expect(running.api.project.open({ path: file })).rejects.toThrow(/made by a newer Nadir: its format is 99/);
  expect(readFileSync(file).equals(before)).toBe(true);
});

it('a project that another Nadir has open is used through it, and opened here when that one closes it', async () => {
  const other = startEngine(path.join(folder.directory, 'other'));
  await other.api.project.create({ path: file });
  expect(await running.api.project.open({ path: file })).toMatchObject({ name: 'mine' });
  expect(other.engine.guests()).toBe(1);
  await other.engine.close();
  await expect.poll(async () => (await running.api.project.info({}))?.name).toBe('mine');
});

it('opening what is open already changes nothing', async () => {
  await running.api.project.create({ path: file });
  await running.api.project.open({ path: path.join(folder.directory, '.', 'mine.nadir') });
  expect(running.heard('project')).toHaveLength(1);
});

it('two projects opened at the same moment are opened one after the other', async () => {
  const other = path.join(folder.directory, 'other.nadir');
  await Promise.all([running.api.project.create({ path: file }), running.api.project.create({ path: other })]);
  expect(running.heard('project').map((info) => info?.name)).toEqual(['mine', 'other']);
  const third = startEngine(path.join(folder.directory, 'third'));
  await third.api.project.open({ path: file });
  await third.engine.close();
});

it('closing waits for what still uses the project, and nothing new starts on it meanwhile', async () => {
  const events = new EngineEvents();
  const recents = new Recents(folder.directory);
  const project = new OpenProject({ events, recents });
  const store = await project.create(file);
  let goOn: () => void = () => undefined;
  const signal = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const using = project.hold(async (held) => {
    await signal;
    return held.images.count().images;
  });
  const closing = project.close();
  await new Promise(setImmediate);
  expect(store.db.open).toBe(true);
  await expect(project.hold(async () => 'new')).rejects.toMatchObject({ code: 'no_project' });
  goOn();
  expect(await using).toBe(0);
  await closing;
  expect(store.db.open).toBe(false);
});

it('a list of recent projects that cannot be written keeps nobody from a project', async () => {
  await running.engine.close();
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  writeFileSync(path.join(folder.directory, 'user data'), 'a file where the folder should be');
  running = startEngine(folder.directory);
  expect(await running.api.project.create({ path: file })).toMatchObject({ name: 'mine' });
  expect(complaint).toHaveBeenCalledOnce();
  complaint.mockRestore();
});

it('a project is not created over a file that is there', async () => {
  writeFileSync(file, 'precious');
  await expect(running.api.project.create({ path: file })).rejects.toMatchObject({ code: 'conflict' });
  expect(readFileSync(file, 'utf8')).toBe('precious');
});

it('a project opens from the folder it was moved to, with its images', async () => {
  const { path: made } = await running.api.project.openSample({});
  await running.api.project.close({});
  const moved = path.join(folder.directory, 'moved');
  renameSync(path.dirname(made), moved);
  const info = await running.api.project.open({ path: path.join(moved, path.basename(made)) });
  expect(info.missingImages).toBe(0);
  const shown = await running.engine.imageFile({ id: 1, kind: 'full' });
  expect(shown.path.startsWith(moved)).toBe(true);
});

it('images that are gone are counted when a project opens, still have their thumbnail, and are found by relinking', async () => {
  const { path: made } = await running.api.project.openSample({});
  const images = path.join(path.dirname(made), 'images');
  const thumbnail = await running.engine.imageFile({ id: 1, kind: 'thumbnail' });
  await running.api.project.close({});
  const elsewhere = path.join(folder.directory, 'elsewhere');
  renameSync(images, elsewhere);
  expect((await running.api.project.open({ path: made })).missingImages).toBe(63);
  expect((await running.api.project.checkIntegrity({})).problems[0]).toMatch(/^63 images are not there: .*01\.jpg/);
  expect(await running.engine.imageFile({ id: 1, kind: 'thumbnail' })).toEqual(thumbnail);
  await expect(running.engine.imageFile({ id: 1, kind: 'full' })).rejects.toThrow(/agricultural-01\.jpg is not there/);

  // A namesake with other content is another image: it stays missing.
  copyFileSync(path.join(elsewhere, 'airplane-01.jpg'), path.join(elsewhere, 'airplane-02.jpg'));
  expect(await running.api.project.relink({ imagesDirectory: elsewhere })).toEqual({ found: 62, stillMissing: 1 });
  expect((await running.engine.imageFile({ id: 1, kind: 'full' })).path.startsWith(elsewhere)).toBe(true);
  expect((await running.api.project.info({}))?.missingImages).toBe(1);
});

it('a sound project has no problems, and its backup opens with the same captions', async () => {
  await running.api.project.openSample({});
  expect(await running.api.project.checkIntegrity({})).toEqual({ ok: true, problems: [] });
  const copy = path.join(folder.directory, 'copy.nadir');
  const { bytes } = await running.api.project.backup({ path: copy });
  expect(bytes).toBe(readFileSync(copy).length);
  expect(await running.api.project.open({ path: copy })).toMatchObject({ images: 63, captions: 189, missingImages: 0 });
});

it('a backup onto the project itself or into no folder is refused and leaves nothing', async () => {
  await running.api.project.create({ path: file });
  await expect(running.api.project.backup({ path: file })).rejects.toThrow('is the project itself');
  const nowhere = path.join(folder.directory, 'nowhere', 'copy.nadir');
  await expect(running.api.project.backup({ path: nowhere })).rejects.toThrow(path.dirname(nowhere));
  expect(existsSync(path.dirname(nowhere))).toBe(false);
});

function otherDatabase(place: string): void {
  const db = new Database(place);
  db.exec('CREATE TABLE bookmarks (id INTEGER)');
  db.close();
}
