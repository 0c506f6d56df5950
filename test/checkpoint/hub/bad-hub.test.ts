import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { downloadModel, manifestName } from '../../../main/checkpoint/hub/download-model.ts';
import { PlayedHub } from './played-hub.ts';

const weights = Buffer.from(Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 251));
const config = '{"model_type":"blip"}';
let folder: string;
let hub: PlayedHub;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir hub '));
  hub = new PlayedHub();
  hub.files.set('config.json', Buffer.from(config));
  hub.files.set('model.safetensors', weights);
  await hub.start();
});
afterEach(async () => {
  await hub.stop();
  rmSync(folder, { recursive: true });
});

const download = (onProgress: (done: number) => void = () => {}, signal?: AbortSignal) =>
  downloadModel({
    hub: hub.address,
    repository: 'o/m',
    modelsDirectory: folder,
    pauseMs: 1,
    onProgress,
    signal: signal!,
  });
const place = (...parts: string[]): string => path.join(folder, 'o--m', ...parts);
const partials = (): string[] => readdirSync(place()).filter((name) => name.endsWith('.partial'));

/** Leaves the first part of the weights as a download that was cancelled. */
async function begin(): Promise<void> {
  hub.breakAfter = 60_000;
  const controller = new AbortController();
  await download((done) => done > 50_000 && controller.abort(), controller.signal).catch(() => {});
  hub.breakAfter = Number.POSITIVE_INFINITY;
  expect(partials()).toHaveLength(1);
}

describe('a file that was begun', () => {
  it.each([
    ['answers 416', { refusesRange: true }],
    ['sends another part', { shiftsRange: 1 }],
  ])('and whose server %s to the rest is begun anew, and is right', async (_, misbehaviour) => {
    await begin();
    Object.assign(hub, misbehaviour);
    await download();
    expect(readFileSync(place('model.safetensors')).equals(weights)).toBe(true);
    expect(partials()).toEqual([]);
  });

  it('and has changed meanwhile is refused and deleted, so that the next time it is right', async () => {
    await begin();
    const changed = Buffer.from(weights).fill(7, 90_000);
    // As a hub that lists one commit and serves another.
    hub.announced.set('model.safetensors', createHash('sha256').update(weights).digest('hex'));
    hub.files.set('model.safetensors', changed);
    await expect(download()).rejects.toThrow(/model\.safetensors of o\/m came damaged/);
    expect(partials()).toEqual([]);
    hub.files.set('model.safetensors', weights);
    await download();
    expect(readFileSync(place('model.safetensors')).equals(weights)).toBe(true);
  });

  it('and breaks off again and again is told as that, and is kept to go on with', async () => {
    hub.breakAfter = 0;
    await expect(download()).rejects.toMatchObject({ code: 'unreachable' });
    await expect(download()).rejects.toThrow(/127\.0\.0\.1:\d+ broke off 5 times while \S+ was coming/);
  });
});

describe('a listing', () => {
  const listed = (siblings: unknown[], more: object = {}): string =>
    JSON.stringify({ sha: 'a'.repeat(40), siblings, ...more });
  const file = (rfilename: string, size = 3) => ({ rfilename, size, blobId: 'b'.repeat(40) });

  it.each([
    ['is a page', '<html>', 'not a list of a model'],
    ['is nothing', '', 'not a list of a model'],
    ['is too long to be one', `"${'x'.repeat(21_000_000)}"`, 'not a list of a model'],
    ['has a negative size', listed([file('config.json', -1)]), 'not a list of a model'],
    ['has a size that is not a whole number', listed([file('config.json', 1.5)]), 'not a list of a model'],
    ['has a commit that is a path', listed([], { sha: '../../x' }), 'not a list of a model'],
    ['names a file twice', listed([file('config.json'), file('config.json')]), 'lists "config.json" of o/m twice'],
    [
      'has more than the disk',
      listed([file('config.json'), file('model.safetensors', 2 ** 53 - 1)]),
      'needs 9,007,199,255 MB',
    ],
  ])('that %s is refused, and nothing is fetched', async (_, listing, message) => {
    hub.listing = listing;
    await expect(download()).rejects.toThrow(message);
    expect(hub.requests.filter((request) => request.includes('resolve'))).toEqual([]);
  });

  it('with a checksum that is a path has no such file: parts are named after checksums', async () => {
    const evil = { ...file('model.safetensors'), blobId: `x/../../../${'e'.repeat(30)}` };
    hub.listing = listed([file('config.json'), evil]);
    await expect(download()).rejects.toThrow('no weights that can be read');
  });

  it('with names that lead out of its folder brings none of them', async () => {
    for (const name of [
      '../config.json',
      '/config.json',
      'a/../../config.json',
      '..\\config.json',
      'tokenizer//vocab.txt',
      './vocab.txt',
    ])
      hub.files.set(name, Buffer.from('evil'));
    await download();
    expect(readdirSync(folder)).toEqual(['o--m']);
    expect(readdirSync(place()).sort()).toEqual(['config.json', 'model.safetensors', manifestName].sort());
    expect(readFileSync(place('config.json'), 'utf8')).toBe(config);
  });
});

describe('what stands in the way', () => {
  it.each([
    ['in a circle', '/o/m/resolve/x/config.json'],
    ['to a file of this computer', 'file:///etc/hostname'],
  ])('a redirection %s is told as a hub that cannot be reached', async (_, address) => {
    hub.redirect = address;
    await expect(download()).rejects.toThrow(/127\.0\.0\.1:\d+ cannot be reached/);
    expect(existsSync(place('config.json'))).toBe(false);
  });

  it.skipIf(!existsSync('/dev/full'))('a full disk is told as one, naming the file', async () => {
    await begin();
    const [partial] = partials();
    rmSync(place(partial!));
    symlinkSync('/dev/full', place(partial!));
    await expect(download()).rejects.toMatchObject({ code: 'disk_full' });
    await expect(download()).rejects.toThrow(place('model.safetensors'));
  });

  it('a folder or a file in a place of its own is named', async () => {
    mkdirSync(place('config.json', 'x'), { recursive: true });
    await expect(download()).rejects.toThrow(`${place('config.json')} could not be written`);
    rmSync(place(), { recursive: true });
    hub.files.set('tokenizer/vocab.txt', Buffer.from('x'));
    mkdirSync(place());
    writeFileSync(place('tokenizer'), 'in the way');
    await expect(download()).rejects.toThrow(`${place('tokenizer', 'vocab.txt')} could not be written`);
  });
});
