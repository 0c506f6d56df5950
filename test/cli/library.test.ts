import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeSafetensors } from '../../main/checkpoint/safetensors.ts';
import type { LibraryModel } from '../../preload/contract/models.ts';
import { PlayedHub } from '../checkpoint/hub/played-hub.ts';
import { awkwardFolder } from '../engine/support/test-engine.ts';
import { runNadir } from './support/run-nadir.ts';

let folder: ReturnType<typeof awkwardFolder>;
const hub = new PlayedHub();
const nadir = (...args: string[]) => runNadir(folder.directory, args);
beforeAll(async () => {
  folder = awkwardFolder();
  await hub.start();
});
afterAll(async () => {
  await hub.stop();
  folder.remove();
});

const config = JSON.stringify({
  model_type: 'blip',
  vision_config: {
    hidden_size: 8,
    intermediate_size: 16,
    num_hidden_layers: 1,
    num_attention_heads: 2,
    image_size: 32,
  },
  text_config: { vocab_size: 20, hidden_size: 8, intermediate_size: 16, num_hidden_layers: 1, encoder_hidden_size: 8 },
});

it('models library lists what is here and what can be had; the models that caption are still listed without it', async () => {
  const { stdout } = await nadir('models', 'library');
  expect(stdout).toMatch(/^nadir-mini +bundled +nadir-mini +training \w+/m);
  expect(stdout).toMatch(/^Salesforce\/instructblip-flan-t5-xl +to download +InstructBLIP with FLAN-T5-XL/m);
  expect((await nadir('models')).stdout).toMatch(/^baseline-human/m);
});

it('a model is imported, shown with the arithmetic of its memory, and forgotten', async () => {
  const place = path.join(folder.directory, 'tiny blip');
  mkdirSync(place);
  writeFileSync(path.join(place, 'config.json'), config);
  writeFileSync(path.join(place, 'vocab.txt'), '[PAD]\n[UNK]\n');
  writeSafetensors(path.join(place, 'model.safetensors'), new Map([['a', { shape: [1], data: new Float32Array(1) }]]));
  const imported = (await nadir('models', 'import', 'tiny blip', '--title', 'Tiny', '--json')).json<LibraryModel>();
  expect(imported).toMatchObject({ title: 'Tiny', kind: 'imported', place, problem: null });
  const shown = await nadir('models', 'show', imported.id);
  expect(shown.stdout).toContain(`${imported.parameters!.toLocaleString('en')} numbers × 4 B`);
  expect((await nadir('models', 'remove', imported.id)).stdout).toMatch(/^Removed imported-tiny-\w+; 0\.00 GB freed/);
  const gone = await nadir('models', 'show', imported.id);
  expect(gone).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no model') });
});

it('a model is downloaded from a hub and removed', async () => {
  hub.files.set('config.json', Buffer.from(config));
  hub.files.set('vocab.txt', Buffer.from('[PAD]\n[UNK]\n'));
  const weights = path.join(folder.directory, 'weights.safetensors');
  writeSafetensors(weights, new Map([['a', { shape: [9000], data: new Float32Array(9000) }]]));
  hub.files.set('model.safetensors', readFileSync(weights));
  const { json, stderr } = await nadir('models', 'download', 'owner/tiny', '--hub', hub.address, '--json');
  expect(json<LibraryModel>()).toMatchObject({ id: 'owner/tiny', kind: 'downloaded', licence: 'bsd-3-clause' });
  expect(stderr).toContain('100 % Downloading owner/tiny');
  expect((await nadir('models', 'remove', 'owner/tiny')).code).toBe(0);
  const missing = await nadir('models', 'download', 'owner/other', '--hub', 'nowhere');
  expect(missing).toMatchObject({ code: 1, stdout: '' });
});
