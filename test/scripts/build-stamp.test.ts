import { mkdirSync, mkdtempSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
// @ts-expect-error the scripts are plain JavaScript: they run before anything is installed
import { forgetBuild, isBuilt, markBuilt, sourceStamp } from '../../scripts/run/build-stamp.mjs';

const products = [
  'main/index.js',
  'main/engine.js',
  'main/worker.js',
  'main/cli.js',
  'preload/index.cjs',
  'renderer/index.html',
];

function checkout({ built = false } = {}) {
  const root = mkdtempSync(path.join(tmpdir(), 'nadir-stamp-'));
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  write('main/app/main.ts', 'one');
  write('renderer/index.html', 'two');
  write('README.md', 'not a source');
  if (built) for (const product of products) write(`out/${product}`, 'built');
  return { root, write };
}

it('the stamp changes with a source and its name, and not with times or other files', () => {
  const { root, write } = checkout();
  const before = sourceStamp(root);
  utimesSync(path.join(root, 'main/app/main.ts'), new Date(0), new Date(0));
  write('README.md', 'changed');
  expect(sourceStamp(root)).toBe(before);
  renameSync(path.join(root, 'main/app/main.ts'), path.join(root, 'main/app/start.ts'));
  const renamed = sourceStamp(root);
  expect(renamed).not.toBe(before);
  write('main/app/start.ts', 'another');
  expect(sourceStamp(root)).not.toBe(renamed);
});

it('text that moves from one file to the next changes the stamp', () => {
  const { root, write } = checkout();
  write('main/a.ts', 'ab');
  write('main/b.ts', 'c');
  const before = sourceStamp(root);
  write('main/a.ts', 'a');
  write('main/b.ts', 'bc');
  expect(sourceStamp(root)).not.toBe(before);
});

it('a finished build counts until a source changes', () => {
  const { root, write } = checkout({ built: true });
  expect(isBuilt(root)).toBe(false);
  markBuilt(root, sourceStamp(root));
  expect(isBuilt(root)).toBe(true);
  write('preload/index.ts', 'new');
  expect(isBuilt(root)).toBe(false);
});

it('a build with a product missing, or forgotten before another build, does not count', () => {
  const { root } = checkout({ built: true });
  markBuilt(root, sourceStamp(root));
  forgetBuild(root);
  expect(isBuilt(root)).toBe(false);
  const incomplete = checkout();
  markBuilt(incomplete.root, sourceStamp(incomplete.root));
  expect(isBuilt(incomplete.root)).toBe(false);
});
