import { mkdir, statfs } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../errors/app-error.ts';
import { writeFileAtomically } from '../atomic-write.ts';
import { bytesOnDisk, downloadFile } from './download-file.ts';
import { lockDownload } from './download-lock.ts';
import { type HubFile, type HubListing, hubListing } from './listing.ts';
import { wantedFiles } from './wanted-files.ts';

/** The default hub. */
export const defaultHub = 'https://huggingface.co';
/** Written when every file is in place: a folder without it is a download that has not ended. */
export const manifestName = 'nadir-model.json';

export const manifestSchema = z
  .object({
    version: z.literal(1),
    repository: z.string(),
    commit: z.string(),
    hub: z.string(),
    licence: z.string().nullable(),
    downloadedAt: z.string(),
    files: z.array(z.object({ name: z.string(), size: z.int(), checksum: z.string() })),
  })
  .readonly();
export type Manifest = z.infer<typeof manifestSchema>;

export interface ModelDownload {
  readonly hub: string;
  readonly repository: string;
  /** A branch, tag or commit. */
  readonly revision?: string;
  /** The folder that gets the model's own: `<owner>--<name>`. */
  readonly modelsDirectory: string;
  readonly signal?: AbortSignal;
  readonly pauseMs?: number;
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
}

/** The folder of a downloaded model. Example: "Salesforce--blip-image-captioning-base". */
export const downloadFolder = (repository: string): string => repository.replace('/', '--');

/**
 * Downloads a model by its id: what is there already is checked and kept, what was begun is gone on with. Returns its
 * folder. Throws what `hubListing`, `wantedFiles` and `downloadFile` throw, `conflict` while the same model is being
 * downloaded, and `disk_full` before anything is fetched when there is no room for it.
 */
export async function downloadModel(download: ModelDownload): Promise<string> {
  const { hub, repository, revision = 'main', modelsDirectory, signal } = download;
  const listing = await hubListing(hub, repository, revision, signal);
  const files = wantedFiles(listing);
  const directory = path.join(modelsDirectory, downloadFolder(repository));
  await mkdir(directory, { recursive: true });
  const unlock = lockDownload(directory, repository);
  try {
    await fetchFiles(download, { directory, commit: listing.commit, files });
    writeManifest(download, { directory, listing, files });
  } finally {
    unlock();
  }
  return directory;
}

async function fetchFiles(
  { hub, repository, signal, pauseMs, onProgress }: ModelDownload,
  {
    directory,
    commit,
    files,
  }: { readonly directory: string; readonly commit: string; readonly files: readonly HubFile[] },
): Promise<void> {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const onDisk = new Map<string, number>();
  await refuseFullDisk(directory, files, repository);
  for (const file of files) {
    await downloadFile({
      hub,
      repository,
      commit,
      file,
      directory,
      signal,
      ...(pauseMs === undefined ? {} : { pauseMs }),
      onBytes: (bytes) => {
        onDisk.set(file.name, bytes);
        onProgress?.(
          [...onDisk.values()].reduce((sum, one) => sum + one, 0),
          total,
        );
      },
    });
  }
}

function writeManifest(
  { hub, repository }: ModelDownload,
  {
    directory,
    listing,
    files,
  }: { readonly directory: string; readonly listing: HubListing; readonly files: readonly HubFile[] },
): void {
  const manifest: Manifest = {
    version: 1,
    repository,
    commit: listing.commit,
    hub,
    licence: listing.licence,
    downloadedAt: new Date().toISOString(),
    files: files.map(({ name, size, checksum }) => ({ name, size, checksum: checksum.value })),
  };
  writeFileAtomically(path.join(directory, manifestName), [`${JSON.stringify(manifest, null, 1)}\n`]);
}

async function refuseFullDisk(directory: string, files: readonly HubFile[], repository: string): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  const onDisk = await Promise.all(files.map((file) => bytesOnDisk(directory, file)));
  const missing = files.reduce((sum, { size }, at) => sum + Math.max(0, size - onDisk[at]!), 0);
  const free = bavail * bsize;
  if (free >= missing) return;
  const inMb = (bytes: number): string => Math.round(bytes / 1e6).toLocaleString('en');
  throw new AppError(
    'disk_full',
    `${repository} needs ${inMb(missing)} MB more, but only ${inMb(free)} MB are free at ${directory}.`,
  );
}
