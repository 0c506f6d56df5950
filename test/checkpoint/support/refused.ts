import { expect } from 'vitest';
import { AppError } from '../../../main/errors/app-error.ts';

/** How long a refusal may take here, and how much memory; each hostile file below would take far more if it were believed. */
const mostMs = 10_000;
const mostGrownBytes = 900e6;
const longestMessage = 1000;

/** Checks that opening a hostile file ends in one sentence of ours that names it, soon and without filling memory. */
export function expectRefused(open: () => unknown, file: string, message: string | RegExp): void {
  const [startedMs, before] = [performance.now(), process.memoryUsage().rss];
  let thrown: unknown;
  try {
    open();
  } catch (error) {
    thrown = error;
  }
  const [ms, grown] = [performance.now() - startedMs, process.memoryUsage().rss - before];
  expect(thrown).toBeInstanceOf(AppError);
  const { message: said } = thrown as AppError;
  expect(said).toMatch(message);
  expect(said).toContain(file);
  expect(said.length).toBeLessThan(longestMessage);
  expect(said).not.toContain('\n');
  expect(ms).toBeLessThan(mostMs);
  expect(grown).toBeLessThan(mostGrownBytes);
}
