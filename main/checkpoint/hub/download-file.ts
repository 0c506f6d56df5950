import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../errors/app-error.ts';
import { type HubFile, hubFetch } from './listing.ts';

/** A connection that breaks is taken up again this often without a byte in between. */
const attempts = 5;
/** "Range not satisfiable". */
const rangeRefused = 416;

export interface FileDownload {
  readonly hub: string;
  readonly repository: string;
  readonly commit: string;
  readonly file: HubFile;
  readonly directory: string;
  readonly signal?: AbortSignal | undefined;
  /** Waits between attempts, in milliseconds; shorter in tests. */
  readonly pauseMs?: number;
  /** Bytes of this file that are on the disk. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * Downloads one file, or goes on where an earlier download of the same content ended, and puts it in place only when its
 * checksum is right. Throws `unreachable`, `not_found`, `disk_full`, or `malformed_file` when what came is something else
 * than the hub announced (it is deleted then).
 */
export async function downloadFile(download: FileDownload): Promise<void> {
  const { file, directory, onBytes } = download;
  const { place, partial } = placesOf(directory, file);
  if (await isComplete(place, file)) {
    onBytes(file.size);
    return;
  }
  try {
    await mkdir(path.dirname(place), { recursive: true });
    await fetchAll(download, partial);
    await verify(partial, file, download.repository);
    await rename(partial, place);
  } catch (cause) {
    throw download.signal?.aborted ? cause : await told(cause, download);
  }
}

/** A failure as a person should hear of it. What came and is wrong is deleted, so that nothing is gone on with it. */
async function told(cause: unknown, { hub, file, directory }: FileDownload): Promise<unknown> {
  const { place, partial } = placesOf(directory, file);
  if (cause instanceof AppError) {
    if (cause.code === 'malformed_file') await rm(partial, { force: true });
    return cause;
  }
  const { code, syscall, message } = cause as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new AppError('disk_full', `There is no room left on the disk to write ${place}.`, { cause });
  if (syscall) return new AppError('unreadable_file', `${place} could not be written: ${message}`, { cause });
  if (!(cause instanceof TypeError)) return cause;
  const why = `The connection to ${new URL(hub).host} broke off ${attempts} times while ${file.name} was coming`;
  return new AppError('unreachable', `${why}. Download it again to resume where it stopped.`, { cause });
}

/** The final path of a file and its path until it is complete, which names its content so that no other version is resumed. */
function placesOf(directory: string, file: HubFile): { readonly place: string; readonly partial: string } {
  const place = path.join(directory, ...file.name.split('/'));
  return { place, partial: `${place}.${file.checksum.value.slice(0, 16)}.partial` };
}

/** Bytes of a file that an earlier download has left. */
export async function bytesOnDisk(directory: string, file: HubFile): Promise<number> {
  const { place, partial } = placesOf(directory, file);
  return (await sizeOf(place)) ?? (await sizeOf(partial)) ?? 0;
}

const isComplete = async (place: string, file: HubFile): Promise<boolean> =>
  (await sizeOf(place)) === file.size && (await digest(place, file)) === file.checksum.value;

const sizeOf = (place: string): Promise<number | null> =>
  stat(place).then(
    ({ size }) => size,
    () => null,
  );

async function fetchAll(download: FileDownload, partial: string): Promise<void> {
  const { file, signal, onBytes, pauseMs = 1000 } = download;
  for (let failures = 0; ; ) {
    const before = (await sizeOf(partial)) ?? 0;
    if (before === file.size && before > 0) return;
    try {
      await fetchRest(download, partial, before < file.size ? before : 0);
      return;
    } catch (cause) {
      if (signal?.aborted || !isPassing(cause)) throw cause;
      // What is there cannot be gone on with. Begun anew, the file is right or refused.
      if (cause instanceof AppError && cause.details.status === rangeRefused) await rm(partial, { force: true });
      const now = (await sizeOf(partial)) ?? 0;
      failures = now > before ? 1 : failures + 1;
      if (failures >= attempts) throw cause;
      onBytes(now);
      await new Promise((resolve) => setTimeout(resolve, pauseMs * failures));
    }
  }
}

/** Whether trying again may help: a broken connection or a busy server, not an answer. */
function isPassing(cause: unknown): boolean {
  if (cause instanceof AppError) {
    const status = cause.details.status;
    const mayPass = status === undefined || Number(status) >= 500 || status === 429 || status === rangeRefused;
    return cause.code === 'unreachable' && mayPass;
  }
  return cause instanceof TypeError; // What a body that breaks off throws.
}

async function fetchRest(
  { hub, repository, commit, file, signal, onBytes }: FileDownload,
  partial: string,
  from: number,
) {
  const name = file.name.split('/').map(encodeURIComponent).join('/');
  const address = `${hub.replace(/\/$/, '')}/${repository}/resolve/${commit}/${name}`;
  const headers: Record<string, string> = from > 0 ? { Range: `bytes=${from}-` } : {};
  const response = await hubFetch(address, repository, { headers, signal: signal ?? null }, file.name);
  // A server that ignores the range sends the whole file again; one that sends another part of it is not listened to.
  const begins = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
  if (response.status === 206 && begins !== undefined && Number(begins) !== from) {
    await response.body?.cancel();
    const why = `${new URL(hub).host} sent another part of ${file.name} than was asked for`;
    throw new AppError('unreachable', `${why}.`, { details: { status: rangeRefused } });
  }
  let written = response.status === 206 ? from : 0;
  const handle = await open(partial, written > 0 ? 'r+' : 'w');
  try {
    const body = response.body as AsyncIterable<Uint8Array> | null;
    for await (const chunk of body ?? []) {
      if (written + chunk.length > file.size) throw tooLong(file, repository);
      await handle.write(chunk, 0, chunk.length, written);
      written += chunk.length;
      onBytes(written);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (written < file.size)
    throw new AppError('unreachable', `The connection ended after ${written} of ${file.size} bytes of ${file.name}.`);
}

const tooLong = (file: HubFile, repository: string): AppError =>
  new AppError('malformed_file', `More than the announced ${file.size} bytes came for ${file.name} of ${repository}.`);

async function digest(place: string, { size, checksum }: HubFile): Promise<string> {
  const hash: Hash = createHash(checksum.kind === 'sha256' ? 'sha256' : 'sha1');
  // Git hashes a blob's kind and length before its content.
  if (checksum.kind === 'git') hash.update(`blob ${size}\0`);
  for await (const chunk of createReadStream(place, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function verify(partial: string, file: HubFile, repository: string): Promise<void> {
  const actual = await digest(partial, file);
  if (actual === file.checksum.value) return;
  throw new AppError(
    'malformed_file',
    `${file.name} of ${repository} came damaged: its checksum is ${actual}, not ${file.checksum.value}. It was deleted; try again.`,
    { details: { expected: file.checksum.value, actual } },
  );
}
