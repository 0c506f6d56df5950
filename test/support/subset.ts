import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkout } from './electron-app.ts';

interface KarpathyImage {
  readonly filename: string;
  readonly split: string;
  readonly sentences: readonly unknown[];
}

/** A small dataset on disk, in Karpathy's format. */
export interface Subset {
  readonly captionsFile: string;
  readonly imagesDirectory: string;
  readonly images: number;
  readonly captions: number;
  readonly source: 'UCM-Captions' | 'sample project';
}

/**
 * Copies 60 images of UCM-Captions (40 of train, 20 of val, spread over all classes) with their captions into `folder`;
 * where that dataset is not at hand, the sample project's images.
 */
export function writeSubset(folder: string): Subset {
  const ucm = path.join(checkout, '../shared/data/ucm-captions');
  const source = existsSync(path.join(ucm, 'dataset.json')) ? ucm : path.join(checkout, 'resources/sample-project');
  const dataset = JSON.parse(readFileSync(path.join(source, 'dataset.json'), 'utf8')) as {
    readonly images: readonly KarpathyImage[];
  };
  const spread = (split: string, count: number): KarpathyImage[] => {
    const all = dataset.images.filter((image) => image.split === split);
    const size = Math.min(count, all.length);
    return Array.from({ length: size }, (_, at) => all[Math.floor((at * all.length) / size)]!);
  };
  const chosen = [...spread('train', 40), ...spread('val', 20)];
  const imagesDirectory = path.join(folder, 'images');
  mkdirSync(imagesDirectory, { recursive: true });
  for (const { filename } of chosen)
    copyFileSync(path.join(source, 'images', filename), path.join(imagesDirectory, filename));
  const captionsFile = path.join(folder, 'dataset.json');
  writeFileSync(captionsFile, JSON.stringify({ ...dataset, images: chosen }));
  return {
    captionsFile,
    imagesDirectory,
    images: chosen.length,
    captions: chosen.reduce((sum, { sentences }) => sum + sentences.length, 0),
    source: source === ucm ? 'UCM-Captions' : 'sample project',
  };
}
