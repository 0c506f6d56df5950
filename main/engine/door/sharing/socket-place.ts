import { randomBytes } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, type Stats } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { AppError } from '../../../errors/app-error.ts';

/** Longer addresses are cut off by the system (108 bytes on Linux, 104 on macOS, its closing NUL included). */
const longestAddress = 100;

/** The address of a new socket in a folder that is this user's alone; a named pipe on Windows. */
export function newSocketAddress(env: NodeJS.ProcessEnv = process.env): string {
  const name = `${randomBytes(8).toString('hex')}.sock`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\nadir-${name}`;
  return path.join(ownFolder(env, name), name);
}

/** The user's runtime folder where the system has one, else one among their files; the shared one where that is too deep. */
function ownFolder(env: NodeJS.ProcessEnv, name: string): string {
  const candidates = [
    ...(env.XDG_RUNTIME_DIR ? [path.join(env.XDG_RUNTIME_DIR, 'nadir')] : []),
    path.join(env.XDG_STATE_HOME ?? path.join(homedir(), '.local', 'state'), 'nadir'),
    path.join(tmpdir(), `nadir-${process.getuid?.() ?? ''}`),
  ].filter((folder) => Buffer.byteLength(path.join(folder, name)) <= longestAddress);
  for (const folder of candidates) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      if (!isOwn(lstatSync(folder)) || !lstatSync(folder).isDirectory()) continue;
      chmodSync(folder, 0o700);
      return folder;
    } catch {
      // Read-only, or somebody else's: the next one.
    }
  }
  throw new AppError('unreadable_file', `No folder for a local socket could be made: ${candidates.join(', ')}.`);
}

/**
 * Whether a socket is this user's and lies in a folder that only this user can write to: what another user put there is not
 * spoken to.
 */
export function isOwnSocket(address: string): boolean {
  if (process.platform === 'win32') return /^\\\\\.\\pipe\\nadir-[0-9a-f]{16}\.sock$/.test(address);
  try {
    const socket = lstatSync(address);
    const folder = lstatSync(path.dirname(address));
    return socket.isSocket() && isOwn(socket) && folder.isDirectory() && isOwn(folder) && (folder.mode & 0o022) === 0;
  } catch {
    return false;
  }
}

export const isOwn = ({ uid }: Stats): boolean => process.getuid === undefined || uid === process.getuid();
