import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
// @ts-expect-error the provisioning scripts are plain JavaScript: they run before anything is installed
import { cached, cacheRoot, verify } from '../../scripts/provision/cache.mjs';

const root = () => mkdtempSync(path.join(tmpdir(), 'nadir-cache-'));

it('a build that fails leaves nothing in the cache', () => {
  const folder = root();
  const build = (partial: string) => {
    writeFileSync(path.join(partial, 'half'), 'x');
    throw new Error('disk full');
  };
  expect(() => cached(folder, 'thing', build)).toThrow('disk full');
  expect(readdirSync(folder)).toEqual([]);
});

it('a finished build is reused and not made again', () => {
  const folder = root();
  let builds = 0;
  const build = (partial: string) => {
    builds += 1;
    writeFileSync(path.join(partial, 'file'), 'x');
  };
  const first = cached(folder, 'thing', build);
  expect(cached(folder, 'thing', build)).toBe(first);
  expect(builds).toBe(1);
  expect(existsSync(path.join(first, 'file'))).toBe(true);
});

it('a wrong checksum is refused, naming the file and both checksums', () => {
  const file = path.join(root(), 'a.tgz');
  writeFileSync(file, 'abc');
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(() => verify(file, abc)).not.toThrow();
  expect(() => verify(file, '00')).toThrow(`a.tgz has checksum ${abc}, expected 00`);
});

it('NADIR_CACHE comes before XDG_CACHE_HOME', () => {
  expect(cacheRoot({ NADIR_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a');
  expect(cacheRoot({ XDG_CACHE_HOME: '/b' })).toBe('/b/nadir');
});
