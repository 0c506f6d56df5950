import path from 'node:path';
import type { WeightSource } from '../../checkpoint/weight-source.ts';
import { AppError } from '../../errors/app-error.ts';
import { blipKeys } from '../blip/keys.ts';
import { inHuggingFaceNames } from '../instructblip/align-layouts.ts';
import { instructBlipConfigSchema } from '../instructblip/config.ts';
import { readArchitecture } from '../library/architecture.ts';
import { openModelWeights } from '../library/model-weights.ts';
import { refuseUnfitWeights } from '../library/weights-fit.ts';
import type { ModelPlace } from '../model-place.ts';
import { readModelJson } from '../published-config.ts';
import { withoutIgnored } from '../renamed-weights.ts';

/**
 * The whole weights of a published model by Hugging Face's names, with all that lies over them in its place and adapters
 * (LoRA) merged, read tensor by tensor. Strict as importing is: throws `malformed_file` naming tensors that are missing, not
 * expected or of another shape than the config says, and what opening the weights throws. The caller closes it.
 */
export function openHuggingFaceWeights(place: ModelPlace): WeightSource {
  const opened = openModelWeights(place);
  try {
    const configFile = path.join(place.directory, 'config.json');
    const architecture = readArchitecture(place.directory);
    if (architecture.family === 'nadir-mini')
      throw new AppError('bad_input', 'nadir-mini has a layout of its own, and Hugging Face has none for it.');
    refuseUnfitWeights(place.directory, architecture, opened);
    if (architecture.family === 'blip') return withoutIgnored(opened, blipKeys);
    // A head that was written although it is tied stays: it is equal to the embedding, and says so to every reader.
    return inHuggingFaceNames(readModelJson(configFile, instructBlipConfigSchema), opened);
  } catch (error) {
    opened.close();
    throw error;
  }
}
