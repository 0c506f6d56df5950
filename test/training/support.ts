import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Checkpoint, TrainingPoint, WorkerImage } from '../../main/jobs/worker-protocol.ts';
import { createRuleParser } from '../../main/scene-graph/rule-parser.ts';
import { resourcesDirectory } from '../../main/text/resources.ts';
import { resolveConfig } from '../../main/training/config/presets.ts';
import { trainRun } from '../../main/training/run.ts';
import type { Phase } from '../../main/training/training-port.ts';

const sample = path.join(resourcesDirectory(), 'sample-project');

interface SampleImage {
  readonly filename: string;
  readonly imgid: number;
  readonly class: string;
  readonly sentences: readonly { readonly raw: string }[];
}

/** The first `count` images of the sample project from `from` on, as a worker sees them, in the split named. */
export function sampleImages(split: string, from: number, count: number): WorkerImage[] {
  const { images } = JSON.parse(readFileSync(path.join(sample, 'dataset.json'), 'utf8')) as { images: SampleImage[] };
  return images.slice(from, from + count).map((image) => ({
    id: image.imgid + 1,
    path: path.join(sample, 'images', image.filename),
    split,
    class: image.class,
    captions: image.sentences.map(({ raw }) => raw),
  }));
}

/** New weights, one view, and epochs of two steps over eight images. */
export const shortConfig = {
  start: 'fresh',
  minimumWordCount: 1,
  maxNewTokens: 8,
  'crossEntropy.epochs': 2,
  'crossEntropy.imagesPerStep': 4,
  'scst.epochs': 1,
  'scst.imagesPerStep': 4,
  'scst.samplesPerImage': 3,
} as const;

/** What a run told, in order. */
export type Told =
  | { readonly type: 'progress'; readonly stage: string; readonly done: number; readonly total: number }
  | { readonly type: 'point'; readonly point: TrainingPoint }
  | {
      readonly type: 'samples';
      readonly phase: Phase;
      readonly epoch: number;
      readonly samples: readonly { readonly imageId: number; readonly caption: string }[];
    }
  | { readonly type: 'checkpoint'; readonly checkpoint: Checkpoint };

export interface RunOptions {
  readonly images: readonly WorkerImage[];
  readonly folder: string;
  readonly overrides?: Readonly<Record<string, unknown>>;
  readonly modelDirectory?: string;
  readonly run?: string;
  /** Called between steps and images; throws to stop the run. */
  readonly onTurn?: () => void;
  readonly onTold?: (told: Told) => void;
}

const parser = createRuleParser();

/** A whole run in this process, with a cache that the runs of a folder share. */
export async function run(options: RunOptions): Promise<{ readonly stopped: boolean; readonly told: readonly Told[] }> {
  const told: Told[] = [];
  const tell = (one: Told): void => {
    told.push(one);
    options.onTold?.(one);
  };
  const { stopped } = await trainRun(
    {
      images: options.images,
      config: resolveConfig('quick', { ...shortConfig, ...options.overrides }),
      modelDirectory: options.modelDirectory ?? '',
      runDirectory: path.join(options.folder, options.run ?? 'run'),
      cacheDirectory: path.join(options.folder, 'cache'),
      parse: (texts) => parser.parseSync(texts),
    },
    {
      progress: (stage, done, total) => tell({ type: 'progress', stage, done, total }),
      point: (point) => tell({ type: 'point', point }),
      samples: (phase, epoch, samples) => tell({ type: 'samples', phase, epoch, samples }),
      checkpoint: (checkpoint) => tell({ type: 'checkpoint', checkpoint }),
    },
    { turn: async () => options.onTurn?.() },
  );
  return { stopped, told };
}

export const pointsOf = (told: readonly Told[]): TrainingPoint[] =>
  told.flatMap((one) => (one.type === 'point' ? [one.point] : []));
export const checkpointsOf = (told: readonly Told[]): Checkpoint[] =>
  told.flatMap((one) => (one.type === 'checkpoint' ? [one.checkpoint] : []));
