import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../errors/app-error.ts';

/** In a model's folder while it is downloaded: the number of the process that does it. */
const lockName = '.downloading';
/** Folders that this process is downloading to: a file that bears its number and is none of these was left by a crash. */
const own = new Set<string>();

/**
 * Keeps a folder for one download, of this program or of another one that runs: two would write the same partial files.
 * Returns what gives it free again. Throws `conflict` naming the repository while another download goes on. What a
 * program that crashed left behind is taken over.
 */
export function lockDownload(directory: string, repository: string): () => void {
  const file = path.join(directory, lockName);
  if (own.has(directory) || !(taken(file) || (isLeftOver(file) && taken(file))))
    throw new AppError(
      'conflict',
      `${repository} is being downloaded already. Wait for that download or cancel it. If there is none, delete ${file}.`,
    );
  own.add(directory);
  return () => {
    own.delete(directory);
    rmSync(file, { force: true });
  };
}

function taken(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new AppError('unreadable_file', `${file} could not be written: ${(cause as Error).message}`, { cause });
  }
}

/** Deletes the file of a process that runs no more. */
function isLeftOver(file: string): boolean {
  const written = readFileSync(file, 'utf8');
  // One that is empty belongs to a process that is just taking it.
  if (!/^\d+$/.test(written) || (Number(written) !== process.pid && isRunning(Number(written)))) return false;
  rmSync(file, { force: true });
  return true;
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0); // Signal 0 reaches nobody; it only asks.
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}
