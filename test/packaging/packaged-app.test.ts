import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Bridge } from '../../preload/contract/table.ts';
import { checkout } from '../support/electron-app.ts';

/** The packaged app, moved to another folder and started with nothing of this checkout in its environment. */
let root: string;
let moved: string;
let environment: Record<string, string>;
let app: ElectronApplication | undefined;

beforeAll(() => {
  execFileSync(process.execPath, ['scripts/package.mjs'], { cwd: checkout, stdio: 'inherit' });
  root = mkdtempSync(path.join(tmpdir(), 'nadir-packaged-'));
  moved = path.join(root, 'another folder – für Nadir');
  cpSync(path.join(checkout, 'dist/linux-unpacked'), moved, { recursive: true, verbatimSymlinks: true });
  mkdirSync(path.join(root, 'home'));
  environment = { HOME: path.join(root, 'home'), PATH: '/usr/bin:/bin', DISPLAY: process.env.DISPLAY ?? ':0' };
});

afterAll(async () => {
  await app?.close();
  rmSync(root, { recursive: true, force: true });
});

it('holds no link out of its folder', () => {
  const links = readdirSync(moved, { recursive: true, withFileTypes: true }).filter((entry) => entry.isSymbolicLink());
  expect(links.map(({ name }) => name)).toEqual([]);
});

it('holds the licences of all that ships', () => {
  const notice = readFileSync(path.join(moved, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
  for (const name of ['Electron', 'Node.js', 'TensorFlow', 'better-sqlite3', '@fontsource-variable/inter', 'react-dom'])
    expect(notice).toContain(`\n${name}`);
  expect(notice).toContain('SIL OPEN FONT LICENSE');
  for (const file of [
    'LICENSE',
    'resources/nadir/models/nadir-mini/LICENSE',
    'resources/nadir/models/tiny-darknet/LICENSE',
  ])
    expect(readFileSync(path.join(moved, file), 'utf8')).toContain('MIT License');
});

it('opens its window, and its engine and its worker answer with the library inside', async () => {
  app = await _electron.launch({
    executablePath: path.join(moved, 'nadir'),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'],
    cwd: root,
    env: environment,
    timeout: 60_000,
  });
  const page = await app.firstWindow({ timeout: 60_000 });
  await page.waitForSelector('main', { timeout: 60_000 });
  const device = await page.evaluate(() =>
    (globalThis as unknown as { nadir: Bridge }).nadir.api.settings.device({} as never),
  );
  const record = path.join(moved, 'resources/app/node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/nadir-build.json');
  expect(device.libraryVersion).toBe(JSON.parse(readFileSync(record, 'utf8')).version);
  expect(await app.evaluate(({ app: electron }) => electron.isPackaged)).toBe(true);
  expect(filesInUse(app.process().pid!).filter((file) => file.startsWith(`${path.resolve(checkout)}/`))).toEqual([]);
});

type Nadir = <T>(...args: string[]) => T;

/** A command line that returns its JSON document; what it says meanwhile is shown when it fails. */
function commandLine(file: string, first: readonly string[], env: NodeJS.ProcessEnv): Nadir {
  return (...args) =>
    JSON.parse(
      execFileSync(file, [...first, ...args, '--json'], {
        cwd: root,
        env,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
}
const packaged: Nadir = (...args) => commandLine(path.join(moved, 'bin/nadir'), [], environment)(...args);

/** Makes a project of the packaged sample images, by either command line. */
function makeProject(nadir: Nadir, project: string): void {
  const sample = path.join(moved, 'resources/nadir/sample-project');
  const captions = ['--format', 'karpathy', '--captions', path.join(sample, 'dataset.json')];
  nadir('create', project);
  nadir('import', project, ...captions, '--images', path.join(sample, 'images'));
}

it('has the command line too', () => {
  const [graph] = packaged<{ objects: { name: string }[] }[]>('graph', 'two planes near a runway');
  expect(graph!.objects.map(({ name }) => name)).toContain('plane');
});

interface Evaluation {
  readonly images: number;
  readonly metrics: Readonly<Record<string, number>>;
}
const evaluate = (nadir: Nadir, project: string, model: string): Evaluation =>
  nadir('eval', project, '--model', model, '--split', 'val');

it('imports, trains both phases, captions with what it trained, and writes nowhere else', () => {
  makeProject(packaged, 'my images.nadir');
  const settings = ['--preset', 'quick', '--set', 'crossEntropy.epochs=1', 'scst.epochs=1'];
  const run = packaged<{ run: string; state: string; checkpoints: { phase: string }[] }>(
    'train',
    'my images.nadir',
    ...settings,
  );
  expect(run.state).toBe('finished');
  expect(run.checkpoints.map(({ phase }) => phase)).toEqual(['cross-entropy', 'scst']);
  const trained = evaluate(packaged, 'my images.nadir', run.run);
  expect(trained.images).toBe(21);
  expect(trained.metrics.mean_length).toBeGreaterThan(3);
  const written = readdirSync(root).filter((name) => name !== path.basename(moved));
  expect(written.sort()).toEqual(['home', 'my images.nadir', 'my images.nadir.files']);
});

it('its bundled model scores what it scores in the checkout', () => {
  const checkoutEnvironment = { ...process.env, NADIR_USER_DATA: path.join(root, 'home/checkout') };
  const here = commandLine(process.execPath, [path.join(checkout, 'scripts/nadir.mjs')], checkoutEnvironment);
  makeProject(here, 'checkout.nadir');
  makeProject(packaged, 'packaged.nadir');
  const expected = evaluate(here, 'checkout.nadir', 'nadir-mini');
  expect(expected.metrics.mean_length).toBeGreaterThan(3);
  expect(evaluate(packaged, 'packaged.nadir', 'nadir-mini')).toEqual(expected);
});

/** The files that a process and those it started have mapped: libraries, programs, snapshots. */
function filesInUse(pid: number): string[] {
  const maps = `/proc/${pid}/maps`;
  const children = existsSync(`/proc/${pid}/task/${pid}/children`)
    ? readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
    : [];
  const own = readFileSync(maps, 'utf8').match(/\/\S.*$/gm) ?? [];
  return [...own, ...children.flatMap((child) => filesInUse(Number(child)))];
}
