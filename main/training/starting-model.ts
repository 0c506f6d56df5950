import path from 'node:path';
import { readSafetensors } from '../checkpoint/safetensors.ts';
import { AppError } from '../errors/app-error.ts';
import type { FeatureStore } from '../models/features/feature-store.ts';
import { readFamily } from '../models/library/architecture.ts';
import { defaultNadirMiniConfig } from '../models/nadir-mini/config.ts';
import { loadNadirMini } from '../models/nadir-mini/folder.ts';
import { NadirMini } from '../models/nadir-mini/model.ts';
import { Vocabulary } from '../models/nadir-mini/vocabulary.ts';
import { openPublished } from '../models/open-captioner.ts';
import { TinyDarknet } from '../models/tiny-darknet/model.ts';
import { type ModelPlace, resolvedPlace } from '../models/trained-part.ts';
import { resourcesDirectory } from '../text/resources.ts';
import { loraFault } from './config/lora-fault.ts';
import type { TrainingConfig } from './config/training-config.ts';
import { type Learner, nadirMiniLearner, publishedLearner } from './learner.ts';

/** The frozen vision tower as it ships. The caller disposes it. */
export function loadTower(): TinyDarknet {
  const file = path.join(resourcesDirectory(), 'models/tiny-darknet/model.safetensors');
  const tower = new TinyDarknet();
  tower.loadStateDict(readSafetensors(file).tensors, file);
  return tower;
}

/**
 * The nadir-mini that a run begins with: the one in `modelDirectory` with room for the dataset's words, or a new one whose
 * weights come from the seed and whose channels are to be standardised over the training images. The caller disposes it.
 * Throws what `loadNadirMini` throws.
 */
export function startingModel(
  config: TrainingConfig,
  modelDirectory: string,
  trainWords: readonly (readonly string[])[],
): NadirMini {
  if (config.start === 'pretrained') {
    const model = loadNadirMini(modelDirectory);
    model.extendVocabulary(model.vocabulary.extendedBy(trainWords, config.minimumWordCount), config.seed);
    return model;
  }
  const vocabulary = Vocabulary.fromCaptions(trainWords, config.minimumWordCount);
  const model = new NadirMini(defaultNadirMiniConfig, vocabulary, config.seed);
  const tower = loadTower();
  model.visionTower.loadStateDict(tower.stateDict(), 'the vision tower');
  tower.dispose();
  return model;
}

/** A model to train, and what is to be done with the features of its training images before it begins. */
export type StartingLearner = Learner & { standardise(store: FeatureStore, trainIds: readonly number[]): void };

/**
 * What a run trains: a model of any family at `place`, or a new nadir-mini. The caller disposes it. Throws what opening the
 * model throws.
 */
export function startingLearner(
  config: TrainingConfig,
  place: ModelPlace,
  trainWords: readonly (readonly string[])[],
): StartingLearner {
  const isFresh = config.start === 'fresh';
  const whole = isFresh ? place : resolvedPlace(place);
  if (!isFresh && readFamily(path.join(whole.directory, 'config.json')) !== 'nadir-mini')
    return { ...openedLearner(config, whole), standardise() {} };
  const lora = loraFault(config, true);
  if (lora !== null) throw new AppError('bad_input', lora);
  const model = startingModel(config, whole.directory, trainWords);
  return {
    ...nadirMiniLearner(model),
    standardise(store, trainIds) {
      if (!isFresh) return;
      const { mean, deviation } = channelStatistics(store, trainIds);
      model.imageTokens.scale.set(mean, deviation);
    },
  };
}

function openedLearner(config: TrainingConfig, place: ModelPlace): Learner {
  const opened = openPublished(place);
  try {
    return publishedLearner(opened, place, config);
  } catch (error) {
    opened.dispose();
    throw error;
  }
}

/** Smallest deviation that a channel is divided by: a dead channel stays at 0 instead of being blown up. */
const leastDeviation = 1e-3;

/** Mean and standard deviation of each channel over all tokens of the images' upright views. */
export function channelStatistics(
  store: FeatureStore,
  imageIds: readonly number[],
): { readonly mean: Float32Array; readonly deviation: Float32Array } {
  const { channels } = store.shape;
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  let rows = 0;
  for (const id of imageIds) {
    const values = store.read([id], 0);
    for (let at = 0; at < values.length; at++) {
      const value = values[at]!;
      sums[at % channels]! += value;
      squares[at % channels]! += value * value;
    }
    rows += values.length / channels;
  }
  const mean = new Float32Array(channels);
  const deviation = new Float32Array(channels).fill(1);
  if (rows === 0) return { mean, deviation };
  for (let channel = 0; channel < channels; channel++) {
    const average = sums[channel]! / rows;
    mean[channel] = average;
    deviation[channel] = Math.max(leastDeviation, Math.sqrt(Math.max(0, squares[channel]! / rows - average ** 2)));
  }
  return { mean, deviation };
}
