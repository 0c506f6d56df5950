import type { WeightSource } from '../../checkpoint/weight-source.ts';
import { renamed, withoutIgnored } from '../renamed-weights.ts';
import type { InstructBlipConfig } from './config.ts';
import { instructBlipKeys, isSpelledAs } from './keys.ts';

/**
 * Weights of InstructBLIP or BLIP-2 to be laid one over the other, the lowest first, each by Hugging Face's or LAVIS's
 * names: made one spelling where they differ. That is Hugging Face's, because it has a place for all that LAVIS's has,
 * and the keys' bias besides. What fine-tuning wrote along, tables of position numbers and such, is left out. Names that
 * neither layout knows stay, so that laying the layers over each other tells them.
 */
export function alignLayouts(config: InstructBlipConfig, layers: readonly WeightSource[]): readonly WeightSource[] {
  if (layers.length === 1) return layers;
  const isMixed = layers.some((layer) => isSpelledAs('hugging-face', layer));
  const lavis = instructBlipKeys(config, 'lavis', false);
  const huggingFace = instructBlipKeys(config, 'hugging-face', false);
  return layers.map((layer, at) => {
    const isLavis = isSpelledAs('lavis', layer);
    if (isLavis && isMixed) return renamed(layer, lavis, huggingFace);
    return at === 0 ? layer : withoutIgnored(layer, isLavis ? lavis : huggingFace);
  });
}

/**
 * Whole weights by Hugging Face's names, whichever layout they are in, without what the model has no use for: copies of tied
 * weights among it, which fine-tuning leaves as they were. Throws what `alignLayouts` throws of a layer.
 */
export function inHuggingFaceNames(config: InstructBlipConfig, source: WeightSource): WeightSource {
  const keys = instructBlipKeys(config, 'hugging-face', false);
  if (!isSpelledAs('lavis', source)) return withoutIgnored(source, keys);
  return renamed(source, instructBlipKeys(config, 'lavis', false), keys);
}
