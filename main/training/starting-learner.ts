import { AppError } from '../errors/app-error.ts';
import type { FeatureStore } from '../models/features/feature-store.ts';
import type { ModelPlace } from '../models/model-place.ts';
import { freshNadirMini } from '../models/nadir-mini/fresh-model.ts';
import type { NadirMini } from '../models/nadir-mini/model.ts';
import { openModel } from '../models/open-model.ts';
import { loraFault } from './config/lora-fault.ts';
import type { TrainingConfig } from './config/training-config.ts';
import { type Learner, nadirMiniLearner, publishedLearner } from './learner.ts';

/** A model to train, and what is done with the features of its training images before it begins. */
export type StartingLearner = Learner & { standardise(store: FeatureStore, trainIds: readonly number[]): void };

/**
 * Makes the learner of a run: a new nadir-mini, or the model at `place`, a nadir-mini with room made for the dataset's words. The
 * caller disposes it. Throws what opening the model throws.
 */
export function startingLearner(
  config: TrainingConfig,
  place: ModelPlace,
  trainWords: readonly (readonly string[])[],
): StartingLearner {
  if (config.start === 'fresh') return freshLearner(config, trainWords);
  const opened = openModel(place);
  try {
    const learner =
      opened.family === 'nadir-mini'
        ? extendedLearner(config, opened.captioner, trainWords)
        : publishedLearner(opened, opened.place, config);
    return { ...learner, standardise() {} };
  } catch (error) {
    opened.dispose();
    throw error;
  }
}

function freshLearner(config: TrainingConfig, trainWords: readonly (readonly string[])[]): StartingLearner {
  refuseLora(config);
  const model = freshNadirMini(trainWords, config);
  return {
    ...nadirMiniLearner(model),
    standardise(store, trainIds) {
      const { mean, deviation } = channelStatistics(store, trainIds);
      model.imageTokens.scale.set(mean, deviation);
    },
  };
}

function extendedLearner(
  config: TrainingConfig,
  model: NadirMini,
  trainWords: readonly (readonly string[])[],
): Learner {
  refuseLora(config);
  model.extendVocabulary(model.vocabulary.extendedBy(trainWords, config.minimumWordCount), config.seed);
  return nadirMiniLearner(model);
}

function refuseLora(config: TrainingConfig): void {
  const fault = loraFault(config, true);
  if (fault !== null) throw new AppError('bad_input', fault);
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
