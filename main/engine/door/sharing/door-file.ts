import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import packageJson from '../../../../package.json' with { type: 'json' };
import { AppError } from '../../../errors/app-error.ts';
import { filesDirectoryOf } from '../../../store/project-store.ts';
import { isOwn, isOwnSocket } from './socket-place.ts';

const doorSchema = z.object({
  address: z.string().max(200),
  secret: z.string().regex(/^[0-9a-f]{64}$/),
  version: z.string().max(40),
  host: z.string().max(300),
  pid: z.int(),
});
/** The way to the engine that has a project open. Stored beside the project's lock, readable by its user alone. */
export type Door = z.infer<typeof doorSchema>;

export const nadirVersion: string = packageJson.version;
const largestFile = 4_096;

const doorFileOf = (projectFile: string): string => path.join(filesDirectoryOf(projectFile), 'engine.json');

/** Writes the door of a project whose lock this process holds, in place of one that a dead engine left. */
export function writeDoor(projectFile: string, address: string): Door {
  const door = {
    address,
    secret: randomBytes(32).toString('hex'),
    version: nadirVersion,
    host: hostname(),
    pid: process.pid,
  };
  const file = doorFileOf(projectFile);
  const partial = `${file}.${process.pid}.partial`;
  rmSync(partial, { force: true });
  writeFileSync(partial, JSON.stringify(door), { flag: 'wx', mode: 0o600 });
  renameSync(partial, file);
  return door;
}

export function removeDoor(projectFile: string): void {
  rmSync(doorFileOf(projectFile), { force: true });
}

/**
 * Reads the door of a project that another engine has open; null where there is none (yet). Throws `already_open`, saying
 * why that engine cannot be joined, for a door of another user, computer or version.
 */
export function readDoor(projectFile: string): Door | null {
  const text = readOwnFile(doorFileOf(projectFile), projectFile);
  const door = text === null ? null : doorSchema.safeParse(safeJson(text)).data;
  if (!door) return null;
  const { host, version, address } = door;
  if (host !== hostname()) throw closed(projectFile, `on the computer "${host}"`);
  if (version !== nadirVersion)
    throw closed(projectFile, `in Nadir ${version}, and this is ${nadirVersion}: they cannot share it`);
  return isOwnSocket(address) ? door : null;
}

/** Example: "…/ucm.nadir is open on the computer "lab-3". Close it there first." */
export function closed(projectFile: string, where: string): AppError {
  return new AppError('already_open', `${projectFile} is open ${where}. Close it there first.`, {
    details: { file: projectFile },
  });
}

/** A small regular file of this user's that nobody else can read; null where there is none. */
function readOwnFile(file: string, projectFile: string): string | null {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') throw closed(projectFile, 'by another user');
    return null;
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || stats.size > largestFile) return null;
    if (!isOwn(stats)) throw closed(projectFile, 'by another user');
    if (process.platform !== 'win32' && (stats.mode & 0o077) !== 0) return null;
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Being replaced, or not ours: the same as none.
  }
}
