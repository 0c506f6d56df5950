import { expect, it } from 'vitest';
import { StopRequested } from '../../main/training/training-port.ts';
import { JobControl } from '../../main/worker/job-control.ts';

/** Whether the turn has ended after the event loop went round a few times. */
async function endsSoon(turn: Promise<void>): Promise<boolean> {
  let ended = false;
  turn.then(() => {
    ended = true;
  });
  for (let round = 0; round < 5; round++) await new Promise((resolve) => setImmediate(resolve));
  return ended;
}

it('a turn lets the event loop go round, so that messages arrive between two steps of synchronous work', async () => {
  let arrived = false;
  setImmediate(() => {
    arrived = true;
  });
  await new JobControl().turn();
  expect(arrived).toBe(true);
});

it('a turn lasts as long as the pause', async () => {
  const control = new JobControl();
  expect(control.pause()).toBe(true);
  const turn = control.turn();
  expect(await endsSoon(turn)).toBe(false);
  expect(control.resume()).toBe(true);
  await turn;
  await control.turn();
});

it('pausing twice is one pause, and resuming without one changes nothing', async () => {
  const control = new JobControl();
  expect(control.resume()).toBe(false);
  expect([control.pause(), control.pause()]).toEqual([true, false]);
  expect([control.resume(), control.resume()]).toEqual([true, false]);
  await control.turn();
});

it('paused again before the turn goes on, it stays paused', async () => {
  const control = new JobControl();
  control.pause();
  const turn = control.turn();
  expect(await endsSoon(turn)).toBe(false);
  control.resume();
  control.pause();
  expect(await endsSoon(turn)).toBe(false);
  control.resume();
  await turn;
});

it('a stop ends the next turn and every one after it', async () => {
  const control = new JobControl();
  control.stop();
  await expect(control.turn()).rejects.toBeInstanceOf(StopRequested);
  await expect(control.turn()).rejects.toBeInstanceOf(StopRequested);
});

it('a stop ends a pause, and there is none after it', async () => {
  const control = new JobControl();
  control.pause();
  const turn = control.turn();
  const outcome = expect(turn).rejects.toBeInstanceOf(StopRequested);
  control.stop();
  await outcome;
  expect(control.pause()).toBe(false);
});
