import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { openSession, type Session } from '../../main/cli/session.ts';
import { resourcesDirectory } from '../../main/text/resources.ts';
import { sharedFile } from '../../test/support/shared-data.ts';

/** A captioned dataset that can be imported. */
export interface Dataset {
  readonly name: string;
  readonly captionsFile: string;
  readonly imagesDirectory: string;
}

/** UCM-captions (1,890 images, 9,450 captions) where it is on this machine, else the sample project, and says so. */
export function benchDataset(): Dataset {
  const captionsFile = sharedFile('data/ucm-captions/dataset.json');
  if (captionsFile) {
    return { name: 'UCM-captions', captionsFile, imagesDirectory: path.join(path.dirname(captionsFile), 'images') };
  }
  console.log('Using the sample project (63 images) instead: the bars are for the larger dataset.');
  const sample = path.join(resourcesDirectory(), 'sample-project');
  return {
    name: 'sample project',
    captionsFile: path.join(sample, 'dataset.json'),
    imagesDirectory: path.join(sample, 'images'),
  };
}

/**
 * The same dataset with its images enlarged to `side` pixels a side, in `folder`: chips of 256 pixels are less work to
 * make a thumbnail of than those of most datasets.
 */
export async function enlarged(dataset: Dataset, side: number, folder: string): Promise<Dataset> {
  const imagesDirectory = path.join(folder, 'images');
  mkdirSync(imagesDirectory);
  const names = readdirSync(dataset.imagesDirectory);
  // sharp does as many at a time as it has threads.
  await Promise.all(
    names.map((name) =>
      sharp(path.join(dataset.imagesDirectory, name))
        .resize(side, side)
        .jpeg({ quality: 85 })
        .toFile(path.join(imagesDirectory, `${path.parse(name).name}.jpg`)),
    ),
  );
  return { ...dataset, name: `${dataset.name}, enlarged to ${side} × ${side} pixels`, imagesDirectory };
}

/** A folder that is gone when the process ends. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `nadir-bench-${name}-`));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An engine with user data of its own, so that a benchmark leaves no recent project behind. */
export function benchSession(folder: string): Session {
  process.env.NADIR_USER_DATA = path.join(folder, 'user');
  return openSession();
}

/** Imports into the open project. */
export async function importDataset({ api }: Session, { captionsFile, imagesDirectory }: Dataset) {
  return api.project.import({ format: 'karpathy', captionsFile, imagesDirectory, jobId: 'bench' });
}
