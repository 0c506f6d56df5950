import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { AppError } from '../errors/app-error.ts';

/** "NADR": what SQLite's header says of a file that is a Nadir project. */
export const applicationId = 0x4e414452;
const magic = 'SQLite format 3\0';
const headerBytes = 100;

/**
 * Checks the file before SQLite touches it: that it is there, is an SQLite file of ours, and is as long as it says.
 * Throws `not_found`, `not_a_project`, `unreadable_file` or, for one that is cut short, `malformed_file`.
 */
export function checkProjectHeader(file: string): void {
  if (!existsSync(file)) throw new AppError('not_found', `${file} is not there. It may have been moved or renamed.`);
  const stat = statSync(file);
  if (stat.isDirectory()) throw new AppError('not_a_project', `${file} is a folder, not a Nadir project.`);
  const header = readHeader(file);
  if (header.length < headerBytes || header.toString('latin1', 0, magic.length) !== magic) {
    throw new AppError('not_a_project', `${file} is not a Nadir project: it is not in the format of one.`);
  }
  const storedId = header.readUInt32BE(68);
  if (storedId !== applicationId) {
    throw new AppError('not_a_project', `${file} is not a Nadir project: it is a database of another program.`, {
      details: { expected: applicationId, actual: storedId },
    });
  }
  // A page size of 65,536 is stored as 1. While a write-ahead log waits to be merged, the file may lag behind its header.
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  const expected = pageSize * header.readUInt32BE(28);
  const log = `${file}-wal`;
  if (stat.size < expected && !(existsSync(log) && statSync(log).size > 0)) {
    throw new AppError(
      'malformed_file',
      `${file} is incomplete: it has ${stat.size} of ${expected} bytes. Restore it from a backup or copy it again.`,
      { details: { expected, actual: stat.size } },
    );
  }
}

function readHeader(file: string): Buffer {
  const header = Buffer.alloc(headerBytes);
  try {
    const descriptor = openSync(file, 'r');
    try {
      return header.subarray(0, readSync(descriptor, header, 0, headerBytes, 0));
    } finally {
      closeSync(descriptor);
    }
  } catch (cause) {
    throw new AppError('unreadable_file', `${file} cannot be read: ${(cause as Error).message}.`, { cause });
  }
}
