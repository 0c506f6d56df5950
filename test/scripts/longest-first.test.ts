import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { longest, longestFirst } from '../support/longest-first.ts';

it('the longest test files come first, in their order, and the others keep theirs', () => {
  const files = ['test/b.test.ts', longest[1], 'test/a.test.ts', longest[0]];
  expect(longestFirst(files, (file) => file)).toEqual([longest[0], longest[1], 'test/b.test.ts', 'test/a.test.ts']);
});

it('every file that is named as long exists', () => {
  const checkout = path.join(import.meta.dirname, '../..');
  expect(longest.filter((file) => !existsSync(path.join(checkout, file)))).toEqual([]);
});
