import { existsSync, mkdirSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
// @ts-expect-error the provisioning scripts are plain JavaScript: they run before anything is installed
import { cached, cacheRoot, verify } from '../../scripts/provision/cache.mjs';

const root = () => mkdtempSync(path.join(tmpdir(), 'nadir-cache-'));

it('a build that fails leaves nothing in the cache', async () => {
  const folder = root();
  const build = (partial: string) => {
    writeFileSync(path.join(partial, 'half'), 'x');
    throw new Error('disk full');
  };
  await expect(cached(folder, 'thing', build)).rejects.toThrow('disk full');
  expect(readdirSync(folder)).toEqual([]);
});

it('a finished build is reused and not made again', async () => {
  const folder = root();
  let builds = 0;
  const build = (partial: string) => {
    builds += 1;
    writeFileSync(path.join(partial, 'file'), 'x');
  };
  const first = await cached(folder, 'thing', build);
  expect(await cached(folder, 'thing', build)).toBe(first);
  expect(builds).toBe(1);
  expect(existsSync(path.join(first, 'file'))).toBe(true);
});

it('of two builds at the same time the first to finish is kept and nothing is left over', async () => {
  const folder = root();
  const build = (waitMs: number, name: string) => async (partial: string) => {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    writeFileSync(path.join(partial, name), 'x');
  };
  await Promise.all([cached(folder, 'thing', build(1, 'first')), cached(folder, 'thing', build(60, 'second'))]);
  expect(readdirSync(folder)).toEqual(['thing']);
  expect(readdirSync(path.join(folder, 'thing'))).toEqual(['first']);
});

it('what a killed build left is removed a day later, and not before', async () => {
  const folder = root();
  for (const name of ['.partial-old', '.partial-new']) mkdirSync(path.join(folder, name));
  const twoDaysAgo = new Date(Date.now() - 48 * 3_600_000);
  utimesSync(path.join(folder, '.partial-old'), twoDaysAgo, twoDaysAgo);
  await cached(folder, 'thing', () => undefined);
  expect(readdirSync(folder).sort()).toEqual(['.partial-new', 'thing']);
});

it('a wrong checksum is refused, naming the file and both checksums', async () => {
  const file = path.join(root(), 'a.tgz');
  writeFileSync(file, 'abc');
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  await verify(file, abc);
  await expect(verify(file, '00')).rejects.toThrow(`a.tgz has checksum ${abc}, expected 00`);
});

it('NADIR_CACHE comes before XDG_CACHE_HOME', () => {
  expect(cacheRoot({ NADIR_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a');
  expect(cacheRoot({ XDG_CACHE_HOME: '/b' })).toBe('/b/nadir');
});
