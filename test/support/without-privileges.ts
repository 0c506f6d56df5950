import { chmodSync, statSync } from 'node:fs';
import path from 'node:path';

/** Nobody's user id on Linux and macOS. */
const nobody = 65_534;

/**
 * Runs `task` as a user who may not read everything, for root reads what no permission opens. The way to `directory` is
 * opened for that user first; what lies in it keeps its permissions.
 */
export async function withoutPrivileges<T>(directory: string, task: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return task();
  for (let folder = directory; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const { mode } = statSync(folder);
    if ((mode & 0o005) !== 0o005) chmodSync(folder, mode | 0o055);
  }
  process.seteuid?.(nobody);
  try {
    return await task();
  } finally {
    process.seteuid?.(0);
  }
}
