import path from 'node:path';
import { BlipCaptioner } from './blip/captioner.ts';
import { blipConfigSchema } from './blip/config.ts';
import { blipFrom } from './blip/folder.ts';
import type { Captioner, PublishedCaptioner } from './captioner.ts';
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
import { loadNadirMini } from './nadir-mini/folder.ts';
import { readModelJson } from './published-config.ts';
import { darknetTower } from './tiny-darknet/tower.ts';
import type { ModelPlace } from './trained-part.ts';
import { vitTower } from './vit/tower.ts';

/** A model that is ready to caption, and the frozen tower whose features it reads. */
export interface OpenedCaptioner {
  readonly captioner: Captioner;
  readonly tower: FrozenTower;
  dispose(): void;
}

/**
 * Opens a published model by its config.json; its vision tower is frozen. `prompt` is what it is asked of every image;
 * absent, what it was trained to answer with a caption. Throws `not_found`, `unreadable_file` or `malformed_file`, each
 * naming the file. The caller disposes it.
 */
export function openPublished(
  place: ModelPlace,
  prompt?: string,
): OpenedCaptioner & { readonly captioner: PublishedCaptioner } {
  const configFile = path.join(place.directory, 'config.json');
  const isBlip = readFamily(configFile) === 'blip';
  const source = openModelWeights(place);
  try {
    refuseLargerConfig(configFile, readArchitecture(place.directory), source);
    if (isBlip) {
      const config = readModelJson(configFile, blipConfigSchema);
      const tokenizer = readTokenizer(place.directory, blipTokenizer(config.text_config.vocab_size));
      const model = blipFrom(config, source);
      model.vision.freeze();
      const captioner = new BlipCaptioner(model, tokenizer);
      return { captioner, tower: vitTower(model.vision), dispose: () => model.dispose() };
    }
    const config = readModelJson(configFile, instructBlipConfigSchema);
    const words = captionerWords(place.directory, config, prompt);
    const model = instructBlipFrom(config, source);
    const Kind = config.language.kind === 't5' ? T5Captioner : LlamaCaptioner;
    const captioner = new Kind(model, words, layoutOf(source));
    return { captioner, tower: vitTower(model.vision), dispose: () => model.dispose() };
  } finally {
    source.close();
  }
}

/** Opens a model of any family; see `openPublished`. */
export function openCaptioner(place: ModelPlace, prompt?: string): OpenedCaptioner {
  if (readFamily(path.join(place.directory, 'config.json')) !== 'nadir-mini') return openPublished(place, prompt);
  const model = loadNadirMini(place.directory);
  return { captioner: model, tower: darknetTower(model.visionTower), dispose: () => model.dispose() };
}
