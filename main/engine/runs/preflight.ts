import { statfs } from 'node:fs/promises';
import process from 'node:process';
import type { z } from 'zod';
import type { runs } from '../../../preload/contract/runs.ts';
import { bytesInWords } from '../../errors/bytes-in-words.ts';
import { toWireError } from '../../errors/wire-error.ts';
import { readArchitecture } from '../../models/library/architecture.ts';
import { markedTower, nadirMiniTower } from '../../models/library/tower-mark.ts';
import { totalBytes, trainingMemory } from '../../models/memory-estimate.ts';
import type { ImageRow } from '../../store/image-repository.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import { loraFault } from '../../training/config/lora-fault.ts';
import { workloadsOf } from '../../training/config/memory-workload.ts';
import { presetById, publishedPresetId, resolveConfig } from '../../training/config/presets.ts';
import { trainingSplits } from '../../training/config/splits.ts';
import type { TrainingConfig } from '../../training/config/training-config.ts';
import type { EngineContext } from '../door/engine-context.ts';
import { modelSources, placeOf } from '../models/model-sources.ts';
import { uncachedViews } from './cached-views.ts';

export type Preflight = z.infer<(typeof runs)['preflight']['output']>;
type Finding = Preflight['findings'][number];

const megabyte = 2 ** 20;
/** Measured needs of a nadir-mini run: 64 tokens of 896 channels per view as 16-bit floats, its checkpoints, its memory. */
const nadirMini: ModelNeeds = {
  featureBytes: 64 * 896 * 2,
  runBytes: 300 * megabyte,
  memoryBytes: 2_200 * megabyte,
  isPublished: false,
  tower: nadirMiniTower,
};
/** Checkpoints that a run of a large model keeps at least. */
const keptCheckpoints = 3;
/** Fewer images than this train, but hardly to a use. */
const fewImages = 20;

const count = (n: number, noun: string): string => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;

/** Checks a planned run: data first, then disk, memory and the device. */
export async function preflight(
  context: EngineContext,
  store: ProjectStore,
  presetId: string,
  modelId: string | undefined,
  overrides: Readonly<Record<string, unknown>>,
): Promise<Preflight> {
  const config = resolveConfig(presetId, overrides);
  const needs = needsOf(context, store, config, modelId);
  const { views } = config;
  const data = trainingData(store);
  const [projectDisk, cacheDisk, toCompute, device] = await Promise.all([
    freeBytes(store.directory),
    freeBytes(context.options.cacheDirectory),
    uncachedViews(context.options.cacheDirectory, needs.tower, [
      { images: data.train, views },
      { images: data.val, views: 1 },
    ]),
    deviceOf(context),
  ]);
  const memory = process.availableMemory();
  const findings: Finding[] = [
    ...dataFindings(data),
    ...presetFindings(presetId, needs),
    ...loraFindings(config, needs),
    ...diskFindings(projectDisk, cacheDisk, toCompute * needs.featureBytes, needs.runBytes),
    ...(memory < needs.memoryBytes
      ? [
          warning(
            `Only ${bytesInWords(memory)} of memory are free; training takes about ${bytesInWords(needs.memoryBytes)}. Close other programs, or choose a smaller model.`,
          ),
        ]
      : []),
    ...device.findings,
  ];
  return {
    trainImages: data.train.length,
    trainCaptions: data.train.reduce((sum, { captions }) => sum + captions.length, 0),
    valImages: data.val.length,
    freeDiskMb: inMb(Math.min(projectDisk, cacheDisk)),
    freeMemoryMb: inMb(memory),
    device: device.name,
    findings,
  };
}

/** Settings tuned for the small model ruin a large one in its first steps. */
function presetFindings(presetId: string, { isPublished }: ModelNeeds): Finding[] {
  const { title, config } = presetById(presetId);
  const { title: better, config: usual } = presetById(publishedPresetId);
  const times = Math.round(config.crossEntropy.learningRate / usual.crossEntropy.learningRate);
  if (!isPublished || times <= 1) return [];
  return [
    warning(
      `“${title}” is made for nadir-mini: its steps are ${times} times as large as a published model bears, which then forgets what it knows. Choose “${better}”.`,
    ),
  ];
}

function loraFindings(config: TrainingConfig, { isPublished }: ModelNeeds): Finding[] {
  const fault = loraFault(config, !isPublished);
  return fault === null ? [] : [error(fault)];
}

interface ModelNeeds {
  /** One image in one view as stored features. */
  readonly featureBytes: number;
  /** Checkpoints and curves. */
  readonly runBytes: number;
  readonly memoryBytes: number;
  readonly isPublished: boolean;
  /** The cache's folder of its tower's features; null for a model that was not used with this cache yet. */
  readonly tower: string | null;
}

/** The needs of training the model; those of nadir-mini without a model or with one that the start will refuse. */
function needsOf(
  context: EngineContext,
  store: ProjectStore,
  config: TrainingConfig,
  chosen: string | undefined,
): ModelNeeds {
  const modelId = config.start === 'fresh' ? undefined : chosen;
  const source = modelSources(context.options, store).find(({ model }) => model.id === modelId);
  if (!source || source.kind === 'baseline') return nadirMini;
  const architecture = readArchitecture(source.directory);
  const { stacks, parameters } = architecture;
  if (!stacks || !parameters) return nadirMini;
  return {
    featureBytes: stacks.vision.tokens * stacks.vision.width * 2,
    runBytes: keptCheckpoints * parameters.trained * 4,
    memoryBytes: Math.max(...workloadsOf(config).map((each) => totalBytes(trainingMemory(architecture, each)))),
    isPublished: true,
    tower: markedTower(context.options.cacheDirectory, placeOf(source)),
  };
}

interface TrainingData {
  /** Images that a run would learn from and be judged by: there, and with a caption. */
  readonly train: readonly UsableImage[];
  readonly val: readonly UsableImage[];
  readonly heldOut: boolean;
  readonly missing: number;
  readonly withoutCaption: number;
}
type UsableImage = ImageRow & { readonly captions: readonly string[] };

function trainingData(store: ProjectStore): TrainingData {
  const texts = store.captions.textsByImage();
  const images = store.images.all().map((image) => ({ ...image, captions: texts.get(image.id) ?? [] }));
  const there = images.filter(({ missing }) => !missing);
  return {
    ...trainingSplits(there),
    missing: images.length - there.length,
    withoutCaption: there.filter(({ captions }) => captions.length === 0).length,
  };
}

const error = (message: string): Finding => ({ level: 'error', message });
const warning = (message: string): Finding => ({ level: 'warning', message });

function dataFindings({ train, val, heldOut, missing, withoutCaption }: TrainingData): Finding[] {
  const findings: Finding[] = [];
  if (train.length === 0)
    findings.push(error('No image of the "train" split is there with a caption. Import some first.'));
  else if (train.length < fewImages)
    findings.push(warning(`Only ${count(train.length, 'image')} to train on: expect captions learned by heart.`));
  if (heldOut)
    findings.push(
      warning(`There is no "val" split: ${count(val.length, 'train image')} will be held out to judge checkpoints by.`),
    );
  else if (val.length === 0)
    findings.push(warning('There is no "val" split: the last checkpoint will be taken, not the best.'));
  if (missing > 0) findings.push(warning(`${count(missing, 'image')} cannot be found and will be left out.`));
  if (withoutCaption > 0)
    findings.push(warning(`${count(withoutCaption, 'image')} without a caption will be left out.`));
  return findings;
}

function diskFindings(projectDisk: number, cacheDisk: number, featuresBytes: number, runBytes: number): Finding[] {
  const findings: Finding[] = [];
  if (projectDisk < runBytes)
    findings.push(
      error(
        `Only ${bytesInWords(projectDisk)} are free beside the project; a run needs about ${bytesInWords(runBytes)}.`,
      ),
    );
  if (cacheDisk < featuresBytes)
    findings.push(
      error(
        `Only ${bytesInWords(cacheDisk)} are free for the cache; the images' features need about ${bytesInWords(featuresBytes)}.`,
      ),
    );
  return findings;
}

const inMb = (bytes: number): number => Math.floor(bytes / 1e6);

/** Free bytes where `directory` is or will be made. */
async function freeBytes(directory: string): Promise<number> {
  for (let place = directory; ; ) {
    try {
      const { bavail, bsize } = await statfs(place);
      return bavail * bsize;
    } catch (cause) {
      const parent = place.replace(/[\\/][^\\/]+$/, '') || '/';
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT' || parent === place) throw cause;
      place = parent;
    }
  }
}

/** Asking loads the library in a worker: a start that would fail for it is found here. */
async function deviceOf(context: EngineContext): Promise<{ name: string; findings: Finding[] }> {
  try {
    const { device, library, libraryVersion } = await context.device();
    return { name: `${device} · ${library} ${libraryVersion}`, findings: [] };
  } catch (cause) {
    return { name: 'unknown', findings: [error(toWireError(cause).message)] };
  }
}
