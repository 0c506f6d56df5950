import { lstatSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
// @ts-expect-error the scripts are plain JavaScript: they run before anything is installed
import { copyOutsideLinks } from '../../scripts/package/links.mjs';
// @ts-expect-error the scripts are plain JavaScript: they run before anything is installed
import { ensureLink } from '../../scripts/provision/link.mjs';

function folder() {
  const root = mkdtempSync(path.join(tmpdir(), 'nadir-links-'));
  mkdirSync(path.join(root, 'package/lib'), { recursive: true });
  writeFileSync(path.join(root, 'library.so'), 'machine code');
  return root;
}

it('a link out of the package becomes a copy, a link within it stays', () => {
  const root = folder();
  symlinkSync(path.join(root, 'library.so'), path.join(root, 'package/lib/library.so'));
  writeFileSync(path.join(root, 'package/own.txt'), 'own');
  symlinkSync('../own.txt', path.join(root, 'package/lib/own.txt'));
  expect(copyOutsideLinks(path.join(root, 'package'))).toEqual(['lib/library.so']);
  expect(lstatSync(path.join(root, 'package/lib/library.so')).isSymbolicLink()).toBe(false);
  expect(readFileSync(path.join(root, 'package/lib/library.so'), 'utf8')).toBe('machine code');
  expect(lstatSync(path.join(root, 'package/lib/own.txt')).isSymbolicLink()).toBe(true);
});

it('a link that points nowhere is refused', () => {
  const root = folder();
  symlinkSync('/no/such/file', path.join(root, 'package/lib/gone'));
  expect(() => copyOutsideLinks(path.join(root, 'package'))).toThrow('no such file');
});

it('a link that points at the right place is left alone, another one or a file is replaced', () => {
  const root = folder();
  const link = path.join(root, 'link');
  ensureLink(link, path.join(root, 'library.so'));
  const made = lstatSync(link);
  ensureLink(link, path.join(root, 'library.so'));
  expect(lstatSync(link).ino).toBe(made.ino);
  ensureLink(link, path.join(root, 'package'));
  expect(lstatSync(link).ino).not.toBe(made.ino);
  writeFileSync(path.join(root, 'plain'), 'x');
  ensureLink(path.join(root, 'plain'), path.join(root, 'library.so'));
  expect(readFileSync(path.join(root, 'plain'), 'utf8')).toBe('machine code');
});
