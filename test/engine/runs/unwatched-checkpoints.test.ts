import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeSafetensors } from '../../../main/checkpoint/safetensors.ts';
import { unwatchedCheckpoints } from '../../../main/engine/runs/unwatched-checkpoints.ts';
import type { CheckpointRow } from '../../../main/store/run-repository.ts';

let run: string;
beforeEach(() => {
  run = mkdtempSync(path.join(tmpdir(), 'nadir-unwatched-'));
});
afterEach(() => rmSync(run, { recursive: true }));

const weightsOf = (name: string): string => path.join(run, 'checkpoints', name, 'model.safetensors');

/** A checkpoint as a run saves it; `savedS` is when, in seconds. */
function save(name: string, savedS: number, metadata: Readonly<Record<string, string>>): string {
  mkdirSync(path.dirname(weightsOf(name)), { recursive: true });
  writeFileSync(path.join(path.dirname(weightsOf(name)), 'config.json'), '{}');
  writeSafetensors(weightsOf(name), new Map([['w', { shape: [2], data: Float32Array.of(1, 2) }]]), { metadata });
  utimesSync(weightsOf(name), savedS, savedS);
  return weightsOf(name);
}
const saved = (step: number, cider?: number) => ({
  phase: 'cross-entropy',
  epoch: String(step / 4),
  step: String(step),
  config: '{}',
  ...(cider === undefined ? {} : { metrics: JSON.stringify({ cider }) }),
});
const row = (name: string, cider: number): CheckpointRow => ({
  name,
  phase: 'cross-entropy',
  epoch: 1,
  step: 4,
  directory: path.join('checkpoints', name),
  metrics: { cider },
  best: true,
  createdAt: 'now',
});

it('what the project does not know is given oldest first, with its scores; the better one is the best', () => {
  save('ce-000004', 10, saved(4, 1));
  save('ce-000010', 30, saved(10, 0.9));
  save('ce-000008', 20, saved(8, 1.2));
  expect(unwatchedCheckpoints(run, [row('ce-000004', 1)])).toEqual([
    {
      name: 'ce-000008',
      phase: 'cross-entropy',
      epoch: 2,
      step: 8,
      directory: path.join('checkpoints', 'ce-000008'),
      metrics: { cider: 1.2 },
      best: true,
      createdAt: '1970-01-01T00:00:20.000Z',
    },
    expect.objectContaining({ name: 'ce-000010', epoch: 2.5, metrics: { cider: 0.9 }, best: false }),
  ]);
});

it('one without scores, of an earlier Nadir, is the best only where there is no other', () => {
  save('ce-000008', 20, saved(8));
  expect(unwatchedCheckpoints(run, [row('ce-000004', 0.1)])).toMatchObject([{ metrics: {}, best: false }]);
  expect(unwatchedCheckpoints(run, [])).toMatchObject([{ metrics: {}, best: true }]);
});

it('half-written ones, those that do not say what they are and other folders are left alone', () => {
  expect(unwatchedCheckpoints(run, [])).toEqual([]);
  const cut = save('ce-000001', 1, saved(1, 1));
  truncateSync(cut, readFileSync(cut).length - 1);
  rmSync(save('ce-000002', 1, saved(2, 1)));
  writeFileSync(`${weightsOf('ce-000002')}.123.partial`, 'half');
  rmSync(path.join(path.dirname(save('ce-000003', 1, saved(3, 1))), 'config.json'));
  save('ce-000004', 1, {});
  save('ce-000005', 1, { ...saved(5), metrics: 'not JSON' });
  save('somebody’s copy', 1, saved(6, 1));
  expect(unwatchedCheckpoints(run, [])).toEqual([]);
  save('scst-000007', 1, { ...saved(7, 1), phase: 'scst' });
  expect(unwatchedCheckpoints(run, [])).toMatchObject([{ name: 'scst-000007', phase: 'scst' }]);
});
