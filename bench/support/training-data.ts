import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FeatureStore } from '../../main/models/features/feature-store.ts';
import type { ViewCount } from '../../main/models/features/views.ts';
import { darknetTower, loadTower } from '../../main/models/tiny-darknet/tower.ts';
import { tokenizePtb } from '../../main/text/ptb-tokenizer.ts';
import { resourcesDirectory } from '../../main/text/resources.ts';
import { temporaryFolder } from './dataset.ts';
import { type Timing, timed } from './measure.ts';

export interface BenchImage {
  readonly id: number;
  readonly path: string;
  readonly captions: readonly string[];
  readonly words: readonly (readonly string[])[];
}

interface Karpathy {
  readonly images: readonly { readonly filename: string; readonly sentences: readonly { readonly raw: string }[] }[];
}

/** The sample project's images: the same on every machine, and enough for a batch of any preset. */
export function sampleImages(): readonly BenchImage[] {
  const sample = path.join(resourcesDirectory(), 'sample-project');
  const { images } = JSON.parse(readFileSync(path.join(sample, 'dataset.json'), 'utf8')) as Karpathy;
  return images.map(({ filename, sentences }, id) => {
    const captions = sentences.map(({ raw }) => raw);
    return { id, path: path.join(sample, 'images', filename), captions, words: captions.map(tokenizePtb) };
  });
}

/** The frozen tower's features of those images in a cache that is gone afterwards, and how long they took. */
export async function preparedFeatures(
  images: readonly BenchImage[],
  views: ViewCount,
): Promise<{ readonly store: FeatureStore; readonly timing: Timing }> {
  const tower = loadTower();
  const store = new FeatureStore(temporaryFolder('features'), darknetTower(tower));
  const { wallMs, cpuMs } = await timed(() => store.prepare(images, views));
  tower.dispose();
  return { store, timing: { wallMs, cpuMs } };
}
