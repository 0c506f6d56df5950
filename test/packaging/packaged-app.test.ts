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

it('has the command line too', () => {
  const said = execFileSync(path.join(moved, 'bin/nadir'), ['graph', '--json', 'two planes near a runway'], {
    cwd: root,
    env: environment,
    encoding: 'utf8',
  });
  expect(JSON.parse(said)[0].objects.map(({ name }: { name: string }) => name)).toContain('plane');
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
