import { loadTower } from '../tiny-darknet/tower.ts';
import { defaultNadirMiniConfig } from './config.ts';
import { NadirMini } from './model.ts';
import { Vocabulary } from './vocabulary.ts';

/**
 * A new nadir-mini for the words of a dataset: weights from the seed behind the vision tower that ships. Its image channels are
 * yet to be standardised over the training images. The caller disposes it.
 */
export function freshNadirMini(
  trainWords: readonly (readonly string[])[],
  { minimumWordCount, seed }: { readonly minimumWordCount: number; readonly seed: number },
): NadirMini {
  const model = new NadirMini(defaultNadirMiniConfig, Vocabulary.fromCaptions(trainWords, minimumWordCount), seed);
  const tower = loadTower();
  model.visionTower.loadStateDict(tower.stateDict(), 'the vision tower');
  tower.dispose();
  return model;
}
