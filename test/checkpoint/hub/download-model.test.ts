import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { downloadModel, manifestName, manifestSchema } from '../../../main/checkpoint/hub/download-model.ts';
import { PlayedHub } from './played-hub.ts';

const weights = Buffer.from(Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 251));
let folder: string;
let hub: PlayedHub;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir hub '));
  hub = new PlayedHub();
  hub.files.set('config.json', Buffer.from('{"model_type":"blip"}'));
  hub.files.set('model.safetensors', weights);
  await hub.start();
});
afterEach(async () => {
  await hub.stop();
  rmSync(folder, { recursive: true });
});

const download = (more: { onProgress?: (done: number, total: number) => void; signal?: AbortSignal } = {}) =>
  downloadModel({ hub: hub.address, repository: 'owner/tiny-model', modelsDirectory: folder, pauseMs: 1, ...more });
const place = (...parts: string[]): string => path.join(folder, 'owner--tiny-model', ...parts);
const fetched = (name: string): string[] => hub.requests.filter((request) => request.includes(name));

describe('a download', () => {
  it('brings the files that are needed, verified, and says what they are', async () => {
    for (const name of ['README.md', 'spiece.model', 'qformer_tokenizer/vocab.txt'])
      hub.files.set(name, Buffer.from(name));
    for (const name of ['tf_model.h5', 'pytorch_model.bin', 'onnx/model.onnx', 'assets/config.json', '../evil.txt'])
      hub.files.set(name, Buffer.from('unwanted'));
    const progress: string[] = [];
    expect(await download({ onProgress: (done, total) => void progress.push(`${done}/${total}`) })).toBe(place());
    expect(readFileSync(place('model.safetensors')).equals(weights)).toBe(true);
    expect(readdirSync(place(), { recursive: true }).sort()).toEqual(
      [
        'README.md',
        'config.json',
        'model.safetensors',
        manifestName,
        'qformer_tokenizer',
        path.join('qformer_tokenizer', 'vocab.txt'),
        'spiece.model',
      ].sort(),
    );
    // 21 + 100,000 + 9 + 12 + 27 bytes.
    expect(progress.at(-1)).toBe('100069/100069');
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(place(manifestName), 'utf8')));
    expect(manifest).toMatchObject({ repository: 'owner/tiny-model', commit: 'a'.repeat(40), licence: 'bsd-3-clause' });
  });

  it('takes every shard of a model in parts, and a .bin only where there is nothing better', async () => {
    hub.files.delete('model.safetensors');
    hub.files.set('pytorch_model.bin', Buffer.from('zip'));
    await download();
    expect(existsSync(place('pytorch_model.bin'))).toBe(true);
    hub.files.set('model.safetensors.index.json', Buffer.from('{}'));
    for (const n of [1, 2]) hub.files.set(`model-0000${n}-of-00002.safetensors`, weights);
    rmSync(place(), { recursive: true });
    await download();
    expect(readdirSync(place()).filter((name) => /bin|safetensors/.test(name))).toHaveLength(3);
    expect(existsSync(place('pytorch_model.bin'))).toBe(false);
  });

  it('goes on after every break, from the byte it had', async () => {
    hub.breakAfter = 30_000;
    await download();
    expect(readFileSync(place('model.safetensors')).equals(weights)).toBe(true);
    const ranges = fetched('/store/model.safetensors').map((request) => /bytes=(\d+)-$/.exec(request)?.[1] ?? '0');
    expect(ranges.length).toBeGreaterThanOrEqual(4);
    // Each takes up where bytes had arrived; none begins again.
    expect(ranges.map(Number).every((from, at, all) => at === 0 || from > all[at - 1]!)).toBe(true);
  });

  it('that is asked for twice at once is refused the second time, and goes on; so is one of another program', async () => {
    const first = download();
    const busy = /^owner\/tiny-model is being downloaded already\. Wait .* delete \S.*\.downloading\.$/;
    await expect(Promise.all([first, download()])).rejects.toThrow(busy);
    expect(await first).toBe(place());
    expect(readdirSync(place())).not.toContain('.downloading');
    writeFileSync(place('.downloading'), String(process.ppid));
    await expect(download()).rejects.toThrow(busy);
    // Left by a program that crashed: one with this one's number, and one with a number that no program has.
    for (const left of [process.pid, 2 ** 30]) {
      writeFileSync(place('.downloading'), String(left));
      expect(await download()).toBe(place());
    }
    expect(readdirSync(place())).not.toContain('.downloading');
  });

  it('of which one file is not there names the file', async () => {
    hub.missing.add('model.safetensors');
    await expect(download()).rejects.toThrow(
      /^127\.0\.0\.1:\d+ lists "model\.safetensors" of "owner\/tiny-model" but does not have it\./,
    );
  });

  it('that was cancelled goes on when it is asked for again', async () => {
    const controller = new AbortController();
    hub.breakAfter = 40_000;
    const cancelled = download({
      signal: controller.signal,
      onProgress: (done) => {
        if (done > 30_000) controller.abort();
      },
    });
    await expect(cancelled).rejects.toThrow();
    expect(existsSync(place(manifestName))).toBe(false);
    expect(readdirSync(place()).filter((name) => name.endsWith('.partial'))).toHaveLength(1);
    hub.breakAfter = Number.POSITIVE_INFINITY;
    hub.requests.length = 0;
    await download();
    expect(readFileSync(place('model.safetensors')).equals(weights)).toBe(true);
    expect(fetched('/store/model.safetensors')[0]).toMatch(/bytes=[1-9]\d+-$/);
    expect(fetched('resolve')).not.toContainEqual(expect.stringContaining('config.json'));
  });

  it('from a server that ignores where to go on begins anew and is right all the same', async () => {
    hub.breakAfter = 60_000;
    const controller = new AbortController();
    await download({ signal: controller.signal, onProgress: (done) => done > 50_000 && controller.abort() }).catch(
      () => {},
    );
    hub.breakAfter = Number.POSITIVE_INFINITY;
    hub.ignoresRange = true;
    await download();
    expect(readFileSync(place('model.safetensors')).equals(weights)).toBe(true);
  });

  it('fetches anew what has been changed on the disk, and nothing else', async () => {
    await download();
    writeFileSync(place('config.json'), '{"model_type":"evil"}');
    hub.requests.length = 0;
    await download();
    expect(readFileSync(place('config.json'), 'utf8')).toBe('{"model_type":"blip"}');
    expect(fetched('safetensors')).toEqual([]);
  });
});

describe('what a hub gets wrong', () => {
  it.each(['model.safetensors', 'config.json'])('%s with another checksum is deleted and named', async (name) => {
    const length = name.endsWith('.json') ? 40 : 64;
    hub.announced.set(name, 'b'.repeat(length));
    await expect(download()).rejects.toThrow(
      new RegExp(`${name} of owner/tiny-model came damaged: .* not ${'b'.repeat(length)}`),
    );
    expect(existsSync(place(name))).toBe(false);
    expect(readdirSync(place()).filter((left) => left.endsWith('.partial'))).toEqual([]);
    expect(existsSync(place(manifestName))).toBe(false);
  });

  it.each([
    [404, 'has no model "owner/tiny-model"'],
    [403, 'accepting its terms'],
    [500, 'answered 500'],
  ])('an answer of %i is told as what it means', async (status, message) => {
    hub.status = status;
    await expect(download()).rejects.toThrow(message);
  });

  it('a model without configuration or weights is refused before anything is fetched', async () => {
    hub.files.delete('model.safetensors');
    await expect(download()).rejects.toThrow('no weights that can be read');
    hub.files.delete('config.json');
    await expect(download()).rejects.toThrow('no config.json');
    expect(fetched('resolve')).toEqual([]);
  });

  it('no answer at all names the host and the way without it', async () => {
    await hub.stop();
    await expect(download()).rejects.toThrow(/127\.0\.0\.1:\d+ cannot be reached .* import the model from a folder/);
    await hub.start();
  });

  it('an id that is none is refused without asking', async () => {
    for (const repository of ['../x', 'a/b/c', 'a b', ''])
      await expect(downloadModel({ hub: hub.address, repository, modelsDirectory: folder })).rejects.toThrow(
        "is not a model's id",
      );
    expect(hub.requests).toEqual([]);
  });
});
