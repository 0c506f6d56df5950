import { closeSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { writeFileAtomically } from '../../checkpoint/atomic-write.ts';
import { AppError } from '../../errors/app-error.ts';

/**
 * Features of one image: its views one after the other as 16-bit floats, then a CRC-32 of each view. One for each, so that
 * who wants the upright view alone reads no other to know that it is sound.
 */
const checksumBytes = 4;

/** Bytes of a whole file of `views` views of `viewBytes` bytes. */
export const featureFileBytes = (views: number, viewBytes: number): number => views * (viewBytes + checksumBytes);

/** Writes all views of an image. Throws `disk_full` or `unreadable_file` naming the file. */
export function writeFeatures(file: string, halves: Uint16Array, views: number): void {
  const bytes = new Uint8Array(halves.buffer, halves.byteOffset, halves.byteLength);
  const viewBytes = bytes.length / views;
  const checksums = Buffer.alloc(views * checksumBytes);
  for (let view = 0; view < views; view++)
    checksums.writeUInt32LE(crc32(viewOf(bytes, view, viewBytes)), view * checksumBytes);
  writeFileAtomically(file, [bytes, checksums]);
}

/**
 * Whether the first `checked` views of a file of `stored` are what was written; not when it cannot be read. A disk that
 * returns other bytes, or zeros after a loss of power, would otherwise give captions of nothing.
 */
export async function areFeaturesSound(
  file: string,
  { checked, stored, viewBytes }: { readonly checked: number; readonly stored: number; readonly viewBytes: number },
): Promise<boolean> {
  const bytes = Buffer.allocUnsafe(checked * viewBytes);
  const checksums = Buffer.alloc(checked * checksumBytes);
  try {
    const handle = await open(file);
    try {
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
      if (bytesRead !== bytes.length) return false;
      await handle.read(checksums, 0, checksums.length, stored * viewBytes);
    } finally {
      await handle.close();
    }
  } catch {
    return false; // What cannot be read is made anew; where that cannot be written, the message names the file.
  }
  for (let view = 0; view < checked; view++)
    if (crc32(viewOf(bytes, view, viewBytes)) !== checksums.readUInt32LE(view * checksumBytes)) return false;
  return true;
}

/** Fills `bytes` with one view. Throws `unreadable_file` or `malformed_file` naming the file. */
export function readView(file: string, view: number, bytes: Uint8Array): void {
  let read: number;
  try {
    const descriptor = openSync(file, 'r');
    try {
      read = readSync(descriptor, bytes, 0, bytes.length, view * bytes.length);
    } finally {
      closeSync(descriptor);
    }
  } catch (cause) {
    const why = (cause as Error).message;
    throw new AppError('unreadable_file', `The cached features ${file} cannot be read: ${why}. Start again.`, {
      cause,
    });
  }
  if (read !== bytes.length)
    throw new AppError('malformed_file', `The cached features ${file} are incomplete; delete the cache folder.`);
}

const viewOf = (bytes: Uint8Array, view: number, viewBytes: number): Uint8Array =>
  bytes.subarray(view * viewBytes, (view + 1) * viewBytes);
