import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { playedWorkers } from '../../jobs/played-worker.ts';
import { writeTinyBlip } from '../../support/tiny-blip.ts';
import { smallProject } from '../support/small-project.ts';
import { awkwardFolder, startEngine, type TestEngine } from '../support/test-engine.ts';

let folder: ReturnType<typeof awkwardFolder>;
let test: TestEngine;
let blip: string;
beforeEach(async () => {
  folder = awkwardFolder();
  const workers = playedWorkers((worker) => {
    worker.onRequest = () => {
      if (worker.job.kind !== 'describe') return;
      worker.say({ type: 'device', device: { device: 'CPU', library: 'TensorFlow', libraryVersion: '2', reason: '' } });
      worker.done();
    };
  });
  test = startEngine(folder.directory, workers.startWorker);
  await test.api.project.open({
    path: smallProject(folder.directory, [{ name: 't.png', split: 'train', captions: ['A tree.'] }]),
  });
  blip = (await test.api.models.import({ path: writeTinyBlip(path.join(folder.directory, 'blip')) })).id;
});
afterEach(async () => {
  vi.restoreAllMocks();
  await test.engine.close();
  folder.remove();
});

const findings = async (modelId: string, overrides: Record<string, unknown> = {}) =>
  (await test.api.runs.preflight({ preset: 'published', modelId, overrides })).findings;
const errors = async (modelId: string, overrides: Record<string, unknown>) =>
  (await findings(modelId, overrides)).filter(({ level }) => level === 'error').map(({ message }) => message);

it('LoRA with nadir-mini, chosen or drawn anew, is refused before the start in a sentence, and by the start', async () => {
  const refusal = expect.stringMatching(
    /^nadir-mini is small enough.*set LoRA rank \(the setting "lora\.rank"\) to 0\.$/,
  );
  expect(await errors('nadir-mini', { 'lora.rank': 8 })).toEqual([refusal]);
  expect(await errors(blip, { 'lora.rank': 8, start: 'fresh' })).toEqual([refusal]);
  expect(await errors(blip, { 'lora.rank': 8 })).toEqual([]);
  expect(await errors('nadir-mini', {})).toEqual([]);
  const start = (modelId: string, overrides: Record<string, unknown>) =>
    test.api.runs.start({ preset: 'published', name: null, modelId, overrides: { ...overrides, 'lora.rank': 8 } });
  await expect(start('nadir-mini', {})).rejects.toThrow('"lora.rank") to 0');
  await expect(start(blip, { start: 'fresh' })).rejects.toThrow('"lora.rank") to 0');
  // Nothing waits that would fail.
  expect(await test.api.runs.list({})).toEqual([]);
  expect((await start(blip, {})).state).toBe('running');
});

it('too little memory is told with what is needed and what is free', async () => {
  const { fit } = (await test.api.models.list({})).find(({ id }) => id === blip)!;
  vi.spyOn(process, 'availableMemory').mockReturnValue(fit!.training.bytes - 1e6);
  const words = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  const told = await test.api.runs.preflight({ preset: 'published', modelId: blip });
  // In the powers of 1,000 in which the note has it.
  expect(told.freeMemoryMb).toBe(Math.floor((fit!.training.bytes - 1e6) / 1e6));
  expect(told.findings.map(({ message }) => message)).toContainEqual(
    `Only ${words(fit!.training.bytes - 1e6)} of memory are free; training takes about ${words(fit!.training.bytes)}. Close other programs, or choose a smaller model.`,
  );
  vi.spyOn(process, 'availableMemory').mockReturnValue(fit!.training.bytes);
  expect((await findings(blip)).filter(({ message }) => message.includes('memory'))).toEqual([]);
});
