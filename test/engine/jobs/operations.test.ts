import { expect, it } from 'vitest';
import { EngineEvents } from '../../../main/engine/door/engine-events.ts';
import { Operations } from '../../../main/engine/jobs/operations.ts';
import type { Events } from '../../../preload/contract/table.ts';

function start() {
  const events = new EngineEvents();
  const told: Events['operation'][] = [];
  events.on((name, payload) => {
    if (name === 'operation') told.push(payload as Events['operation']);
  });
  return { operations: new Operations(events), told };
}
/** Work that ends only by being cancelled. */
const endless = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

it('of a thousand quick steps, the first and the last are told and few between', async () => {
  const { operations, told } = start();
  await operations.run('a', async (_, progress) => {
    for (let done = 0; done <= 1_000; done += 1) progress('Reading', done, 1_000);
  });
  expect(told[0]).toEqual({ operationId: 'a', stage: 'Reading', done: 0, total: 1_000 });
  expect(told.at(-1)).toEqual({ operationId: 'a', stage: 'Reading', done: 1_000, total: 1_000 });
  expect(told.length).toBeLessThan(20);
});

it('cancelling ends the one that was named, and no other', async () => {
  const { operations } = start();
  const first = operations.run('first', endless);
  const second = operations.run('second', endless);
  operations.cancel('first');
  operations.cancel('never heard of');
  await expect(first).rejects.toMatchObject({ code: 'cancelled' });
  const still = await Promise.race([second, new Promise((resolve) => setTimeout(() => resolve('runs'), 20))]);
  expect(still).toBe('runs');
  await Promise.all([operations.cancelAll(), expect(second).rejects.toMatchObject({ code: 'cancelled' })]);
});

it('an id is taken while its operation runs and free afterwards', async () => {
  const { operations } = start();
  const first = operations.run('a', endless);
  await expect(operations.run('a', async () => 1)).rejects.toMatchObject({ code: 'conflict' });
  operations.cancel('a');
  await expect(first).rejects.toThrow('Cancelled');
  expect(await operations.run('a', async () => 1)).toBe(1);
});

it('an error that is no cancelling keeps its cause', async () => {
  const { operations } = start();
  await expect(
    operations.run('a', async () => {
      throw new Error('disk on fire');
    }),
  ).rejects.toThrow('disk on fire');
});
