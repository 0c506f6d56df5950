import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
// @ts-expect-error the provisioning scripts are plain JavaScript: they run before anything is installed
import { amount, folderBytes, working } from '../../scripts/provision/progress.mjs';

it('progress never claims to be complete before it is', () => {
  // 98 of 196 MB is half; 250 of 196 MB would be 127 %
  expect(amount(98e6, 196e6)).toBe('50 % of 196 MB');
  expect(amount(250e6, 196e6)).toBe('99 % of 196 MB');
  expect(amount(80e6, undefined)).toBe('80 MB');
});

it('the bytes of a folder are those of all files below it', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'nadir-bytes-'));
  mkdirSync(path.join(folder, 'deep'));
  writeFileSync(path.join(folder, 'a'), 'abc');
  writeFileSync(path.join(folder, 'deep', 'b'), 'defgh');
  expect(folderBytes(folder)).toBe(8);
  expect(folderBytes(path.join(folder, 'absent'))).toBe(0);
});

it('work is announced, and its end is told only when it ended well', async () => {
  const lines: string[] = [];
  const stream = { write: (text: string) => lines.push(text), isTTY: false };
  expect(await working('getting it', { stream }, async () => 7)).toBe(7);
  expect(lines).toEqual(['Nadir: getting it …\n', 'Nadir: getting it: done in 0 s\n']);
  lines.length = 0;
  const failing = working('getting it', { stream }, async () => {
    throw new Error('no network');
  });
  await expect(failing).rejects.toThrow('no network');
  expect(lines).toEqual(['Nadir: getting it …\n']);
});
