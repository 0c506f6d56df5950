import path from 'node:path';
import { alphaKey } from '../checkpoint/adapters.ts';
import { openSafetensors } from '../checkpoint/safetensors.ts';
import { AppError } from '../errors/app-error.ts';
import type { Captioner, PublishedCaptioner } from '../models/captioner.ts';
import type { FrozenTower } from '../models/features/feature-store.ts';
import { captioningWorkload } from '../models/memory-estimate.ts';
import { type ModelPlace, saveTrainedPart } from '../models/model-place.ts';
import { loadNadirMini, saveNadirMini } from '../models/nadir-mini/folder.ts';
import type { NadirMini } from '../models/nadir-mini/model.ts';
import { Vocabulary } from '../models/nadir-mini/vocabulary.ts';
import { darknetTower } from '../models/tiny-darknet/tower.ts';
import type { Variable } from '../tensor/backend.ts';
import { adaptLinears } from '../tensor/lora.ts';
import type { TrainingConfig } from './config/training-config.ts';
import { SparingCaptioner } from './sparing-captioner.ts';

/** A captioner with what training needs beside its logits: words to learn, parameters to change, checkpoints. */
export interface Learner {
  readonly captioner: Captioner;
  /** Its frozen part, whose outputs are cached. */
  readonly tower: FrozenTower;
  /** Images captioned together in validation. */
  readonly imagesAtOnce: number;
  /** Ids that are not learned: words outside the vocabulary. */
  readonly unlearned: ReadonlySet<number>;
  /** Ids of a caption's words, the end token last. */
  tokensOf(words: readonly string[]): number[];
  trainableParameters(): Map<string, Variable>;
  /** Writes a checkpoint's folder. Throws `disk_full` or `unreadable_file`. */
  save(directory: string, metadata: Readonly<Record<string, string>>): void;
  /** Puts back the weights that `save` wrote. */
  restore(directory: string): void;
  dispose(): void;
}

/** nadir-mini learns words, and its checkpoints are whole models. */
export function nadirMiniLearner(model: NadirMini): Learner {
  return {
    captioner: model,
    tower: darknetTower(model.visionTower),
    imagesAtOnce: 64,
    unlearned: new Set([Vocabulary.unknown]),
    tokensOf: (words) => [...model.vocabulary.encode(words), Vocabulary.special.end],
    trainableParameters: () => model.trainableParameters(),
    save: (directory, metadata) => saveNadirMini(model, directory, { metadata }),
    restore(directory) {
      const saved = loadNadirMini(directory);
      model.loadStateDict(saved.stateDict(), directory);
      saved.dispose();
    },
    dispose: () => model.dispose(),
  };
}

/**
 * A published model learns its tokenizer's pieces; its checkpoints hold what was trained, over the model at `place`: its
 * own weights or, where a rank is given, adapters (LoRA). Throws `bad_input` for layers that are not there or that no
 * gradient reaches.
 */
export function publishedLearner(
  opened: { readonly captioner: PublishedCaptioner; readonly tower: FrozenTower; dispose(): void },
  place: ModelPlace,
  { lora, recomputeBlocks, seed }: Pick<TrainingConfig, 'lora' | 'recomputeBlocks' | 'seed'>,
): Learner {
  const { captioner, tower } = opened;
  if (lora.rank > 0) adapt(captioner, lora, seed);
  const own = lora.rank > 0 ? { [alphaKey]: String(lora.alpha) } : {};
  return {
    captioner: recomputeBlocks ? new SparingCaptioner(captioner) : captioner,
    tower,
    imagesAtOnce: captioningWorkload.imagesAtOnce,
    unlearned: new Set(),
    tokensOf: (words) => captioner.tokensOf(words.join(' ')),
    trainableParameters: () => captioner.module.trainableParameters(),
    save: (directory, metadata) =>
      saveTrainedPart(captioner.publishedState('trained'), place, directory, { ...metadata, ...own }),
    restore(directory) {
      const saved = openSafetensors(path.join(directory, 'model.safetensors'));
      try {
        captioner.restoreTrained(saved);
      } finally {
        saved.close();
      }
    },
    dispose: () => opened.dispose(),
  };
}

/** Freezes the model and gives the named layers adapters. */
function adapt({ module }: PublishedCaptioner, { rank, alpha, layers }: TrainingConfig['lora'], seed: number): void {
  const isAllowed = (name: string): boolean => !name.startsWith('vision.');
  const names = adaptLinears(module, { pattern: new RegExp(layers), rank, alpha, seed, isAllowed });
  const seen = names.find((name) => !isAllowed(name));
  if (seen)
    throw new AppError(
      'bad_input',
      `The training setting "lora.layers" (${layers}) names ${seen}. The vision tower looks at each image once and its outputs are kept, so it cannot be trained; begin the expression with ^(language|decoder|qformer).`,
    );
}
