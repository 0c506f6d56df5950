import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { uncachedViews } from '../../../main/engine/runs/cached-views.ts';

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(path.join(tmpdir(), 'nadir cache '));
});
afterEach(() => rmSync(cache, { recursive: true }));

const image = (digit: string) => ({ sha256: digit.repeat(64) });
function store(tower: string, digit: string, views: number): void {
  const directory = path.join(cache, tower, 'blip-bicubic-v1-384', digit.repeat(2));
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, `${digit.repeat(64)}.${views}.f16`), '');
}

it('counts the views that the model’s own tower has not seen: another model’s features are not its', async () => {
  store('vit-mine', 'a', 1);
  store('vit-mine', 'b', 8);
  store('vit-other', 'c', 8);
  const wanted = [{ images: [image('a'), image('b'), image('c')], views: 2 }];
  // Of "a" one view is there and two are wanted, of "b" there are more than enough, "c" is another tower's.
  expect(await uncachedViews(cache, 'vit-mine', wanted)).toBe(4);
  expect(await uncachedViews(cache, 'vit-other', wanted)).toBe(4);
  expect(await uncachedViews(cache, 'vit-new', wanted)).toBe(6);
  expect(await uncachedViews(cache, null, wanted)).toBe(6);
});
