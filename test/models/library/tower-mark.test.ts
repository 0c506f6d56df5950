import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { markedTower, markTower } from '../../../main/models/library/tower-mark.ts';
import { baseName } from '../../../main/models/model-place.ts';
import { openPublished } from '../../../main/models/open-model.ts';
import { WorkerSession } from '../../../main/worker/session.ts';
import { writeTinyBlip } from '../../support/tiny-blip.ts';
import { tinyFolder } from '../../support/tiny-folder.ts';
import { sampleImages } from '../../training/support.ts';
import { copyTinyModel } from '../../training/tiny-models.ts';

let folder: string;
let cache: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir marks '));
  cache = path.join(folder, 'cache');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('a model’s tower is known after it was used, until its weights change; another’s is not taken for it', () => {
  const [one, other] = ['one', 'other'].map((name) => ({ directory: writeTinyBlip(path.join(folder, name)) }));
  expect(markedTower(cache, one!)).toBeNull();
  markTower(cache, one!, 'vit-1111');
  markTower(cache, one!, 'vit-1111');
  expect(markedTower(cache, one!)).toBe('vit-1111');
  expect(markedTower(cache, other!)).toBeNull();
  markTower(cache, other!, 'vit-2222');
  expect(markedTower(cache, one!)).toBe('vit-1111');
  utimesSync(path.join(one!.directory, 'model.safetensors'), 1, 1);
  expect(markedTower(cache, one!)).toBeNull();
});

it('the same weights with another config.json are another tower, until it is put back', () => {
  const directory = writeTinyBlip(path.join(folder, 'one'));
  markTower(cache, { directory }, 'vit-1111');
  const config = path.join(directory, 'config.json');
  const text = readFileSync(config, 'utf8');
  writeFileSync(config, text.replace('"vision_config"', '"vision_config" '));
  expect(readFileSync(config, 'utf8')).not.toBe(text);
  expect(markedTower(cache, { directory })).toBeNull();
  writeFileSync(config, text);
  expect(markedTower(cache, { directory })).toBe('vit-1111');
});

it('a run has the tower of the model that it was trained from; weights laid over a model may bring another', () => {
  const base = { directory: writeTinyBlip(path.join(folder, 'base')) };
  const tuned = path.join(folder, 'tuned.pth');
  writeFileSync(tuned, 'weights');
  const run = path.join(folder, 'run');
  mkdirSync(run);
  writeFileSync(path.join(run, baseName), JSON.stringify({ version: 1, ...base }));
  writeFileSync(path.join(run, 'model.safetensors'), 'trained');
  markTower(cache, base, 'vit-1111');
  expect(markedTower(cache, { directory: run })).toBe('vit-1111');
  expect(markedTower(cache, { ...base, fineTuned: [tuned] })).toBeNull();
});

it('nadir-mini’s tower, which is always the same, is not noted', () => {
  markTower(cache, { directory: writeTinyBlip(path.join(folder, 'one')) }, 'tiny-darknet-256-8x8-v1');
  expect(markedTower(cache, { directory: path.join(folder, 'one') })).toBeNull();
});

describe.skipIf(!tinyFolder('blip-caption'))('captioning', () => {
  it('notes the tower whose features it kept', async () => {
    const modelDirectory = copyTinyModel('blip-caption', folder);
    const session = new WorkerSession(async () => {});
    const decoding = { strategy: 'greedy', beams: 1, temperature: 1, maxNewTokens: 4, seed: 1 } as const;
    const images = sampleImages('val', 0, 1);
    const job = { kind: 'caption', modelDirectory, cacheDirectory: cache, images, decoding } as const;
    await session.handle({ type: 'start', sequence: 1, version: 1, job });
    const { tower, dispose } = openPublished({ directory: modelDirectory });
    expect(markedTower(cache, { directory: modelDirectory })).toBe(tower.id);
    dispose();
  });
});
