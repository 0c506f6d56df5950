import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { openPublished } from '../../../main/models/open-model.ts';
import { readModelJson } from '../../../main/models/published-config.ts';
import { writeTinyBlip } from '../../support/tiny-blip.ts';

let folder: string;
let configFile: string;
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'nadir config ')), 'model');
  mkdirSync(folder);
  configFile = path.join(folder, 'config.json');
});
afterEach(() => rmSync(path.dirname(folder), { recursive: true }));

it('a config of sizes that no memory holds is refused by its numbers, before room is made for them', () => {
  writeTinyBlip(folder);
  const config = JSON.parse(readFileSync(configFile, 'utf8')) as { text_config: { vocab_size: number } };
  config.text_config.vocab_size = 9_000_000_000;
  writeFileSync(configFile, JSON.stringify(config));
  expect(() => openPublished({ directory: folder })).toThrow(configFile);
  config.text_config.vocab_size = 9_000_000;
  Object.assign(config.text_config, { hidden_size: 9_000_000 });
  writeFileSync(configFile, JSON.stringify(config));
  const before = process.memoryUsage().rss;
  expect(() => openPublished({ directory: folder })).toThrow(
    /config\.json describes a model of [\d,]{18,} numbers, but \S.*model\.safetensors holds [\d,]+\./,
  );
  expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
});

it('a config with a thousand faults tells the first, and one of 51 MB is not read', () => {
  const read = () => readModelJson(configFile, z.array(z.number()));
  writeFileSync(configFile, JSON.stringify(Array(1000).fill('x')));
  expect(read).toThrow('[0] is the text "x", not a number');
  expect(read).not.toThrow('[1]');
  writeFileSync(configFile, `["${'x'.repeat(51_000_000)}"]`);
  expect(read).toThrow(`${configFile} is too large`);
});
