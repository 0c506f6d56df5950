import path from 'node:path';
import type { WeightSource } from '../checkpoint/weight-source.ts';
import { BlipCaptioner } from './blip/captioner.ts';
import { blipConfigSchema } from './blip/config.ts';
import { blipFrom } from './blip/folder.ts';
import type { PublishedCaptioner } from './captioner.ts';
import type { FrozenTower } from './features/feature-store.ts';
import { LlamaCaptioner, T5Captioner } from './instructblip/captioner.ts';
import { captionerWords } from './instructblip/captioner-words.ts';
import { instructBlipConfigSchema } from './instructblip/config.ts';
import { instructBlipFrom } from './instructblip/folder.ts';
import { layoutOf } from './instructblip/keys.ts';
import { readArchitecture, readFamily } from './library/architecture.ts';
import { refuseLargerConfig } from './library/config-fits.ts';
import { openModelWeights } from './library/model-weights.ts';
import { blipTokenizer, readTokenizer } from './library/tokenizers.ts';
import { type ModelPlace, wholePlace } from './model-place.ts';
import { loadNadirMini } from './nadir-mini/folder.ts';
import type { NadirMini } from './nadir-mini/model.ts';
import { readModelJson } from './published-config.ts';
import { darknetTower } from './tiny-darknet/tower.ts';
import type { Vit } from './vit/model.ts';
import { vitTower } from './vit/tower.ts';

interface Opened {
  /** The frozen tower whose features the captioner reads. */
  readonly tower: FrozenTower;
  /** The places of its parts: a run's checkpoint together with the model it was trained from. */
  readonly place: ModelPlace;
  dispose(): void;
}
export interface OpenedNadirMini extends Opened {
  readonly family: 'nadir-mini';
  readonly captioner: NadirMini;
}
export interface OpenedPublished extends Opened {
  readonly family: 'published';
  readonly captioner: PublishedCaptioner;
}
/** A model that is ready to caption. */
export type OpenedModel = OpenedNadirMini | OpenedPublished;

/**
 * Opens any model: nadir-mini, a published one in either layout, one with fine-tuned weights or adapters over it, a run's
 * checkpoint over the model it was trained from. The vision tower is frozen. `prompt` is what a published model is asked of
 * every image; absent, what it was trained to answer with a caption. Throws `not_found`, `unreadable_file` or
 * `malformed_file`, each naming the file. The caller disposes it.
 */
export function openModel(place: ModelPlace, prompt?: string): OpenedModel {
  const whole = wholePlace(place);
  if (readFamily(path.join(whole.directory, 'config.json')) !== 'nadir-mini') return published(whole, prompt);
  const captioner = loadNadirMini(whole.directory);
  const tower = darknetTower(captioner.visionTower);
  return { family: 'nadir-mini', captioner, tower, place: whole, dispose: () => captioner.dispose() };
}

/** The same for a model that is known to be a published one. */
export const openPublished = (place: ModelPlace, prompt?: string): OpenedPublished =>
  published(wholePlace(place), prompt);

function published(whole: ModelPlace, prompt: string | undefined): OpenedPublished {
  const configFile = path.join(whole.directory, 'config.json');
  const source = openModelWeights(whole);
  try {
    refuseLargerConfig(configFile, readArchitecture(whole.directory), source);
    const { captioner, vision } =
      readFamily(configFile) === 'blip' ? blip(whole, source) : instructBlip(whole, source, prompt);
    return {
      family: 'published',
      captioner,
      tower: vitTower(vision),
      place: whole,
      dispose: () => captioner.module.dispose(),
    };
  } finally {
    source.close();
  }
}

interface Built {
  readonly captioner: PublishedCaptioner;
  readonly vision: Vit;
}

function blip({ directory }: ModelPlace, source: WeightSource): Built {
  const config = readModelJson(path.join(directory, 'config.json'), blipConfigSchema);
  const tokenizer = readTokenizer(directory, blipTokenizer(config.text_config.vocab_size));
  const model = blipFrom(config, source);
  model.vision.freeze();
  return { captioner: new BlipCaptioner(model, tokenizer), vision: model.vision };
}

function instructBlip({ directory }: ModelPlace, source: WeightSource, prompt: string | undefined): Built {
  const config = readModelJson(path.join(directory, 'config.json'), instructBlipConfigSchema);
  const words = captionerWords(directory, config, prompt);
  const model = instructBlipFrom(config, source);
  const Kind = config.language.kind === 't5' ? T5Captioner : LlamaCaptioner;
  return { captioner: new Kind(model, words, layoutOf(source)), vision: model.vision };
}
