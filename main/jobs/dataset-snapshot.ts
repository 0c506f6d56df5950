import path from 'node:path';
import { writeFileAtomically } from '../store/atomic-file.ts';
import type { WorkerImage } from './worker-protocol.ts';

/** The name of a run's frozen dataset within its folder. */
export const snapshotName = 'dataset.json';

/** Writes what a run trains on, flushed to disk before the run exists. Returns the file. Throws `disk_full`. */
export async function writeSnapshot(runDirectory: string, images: readonly WorkerImage[]): Promise<string> {
  const file = path.join(runDirectory, snapshotName);
  await writeFileAtomically(file, pieces(images));
  return file;
}

function* pieces(images: readonly WorkerImage[]): Generator<string> {
  const batch = 500;
  yield '{"images": [\n';
  for (let start = 0; start < images.length; start += batch) {
    const lines = images.slice(start, start + batch).map((image) => JSON.stringify(image));
    yield (start === 0 ? '' : ',\n') + lines.join(',\n');
  }
  yield '\n]}\n';
}
