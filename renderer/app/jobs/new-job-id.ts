import type { JobKindId } from '../../../preload/contract/jobs.ts';

let made = 0;

/** An id for a job that the window wants to follow from its first moment; no other job, of any window, has it. */
export function newJobId(kind: JobKindId): string {
  made += 1;
  return `${kind}-${Date.now().toString(36)}-${made}-${Math.floor(Math.random() * 36 ** 4).toString(36)}`;
}
