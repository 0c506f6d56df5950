import { vi } from 'vitest';
import type { JobKind } from '../../../main/jobs/job-kind.ts';
import { JobQueue } from '../../../main/jobs/job-queue.ts';
import { awkwardFolder, startEngine } from './test-engine.ts';

/** The kinds of job that an engine takes. */
export function jobCatalogue(): readonly JobKind[] {
  const use = vi.spyOn(JobQueue.prototype, 'use');
  const { directory, remove } = awkwardFolder();
  startEngine(directory);
  const [kinds] = use.mock.calls[0]!;
  use.mockRestore();
  remove();
  return kinds;
}
