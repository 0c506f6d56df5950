import { type ModelPlace, wholePlace } from '../../../main/models/model-place.ts';
import { openPublished } from '../../../main/models/open-model.ts';
import { tf } from '../../../main/tensor/backend.ts';
import { resolveConfig } from '../../../main/training/config/presets.ts';
import { publishedLearner } from '../../../main/training/learner.ts';
import { values } from '../../tensor/ops/finite-differences.ts';

/** A checkpoint as a run leaves it: what is trained is another than in the model at `place`. */
export function trainedCheckpoint(
  place: ModelPlace,
  overrides: Readonly<Record<string, unknown>>,
  directory: string,
): string {
  const opened = openPublished(place);
  const learner = publishedLearner(opened, place, resolveConfig('published', overrides));
  let seed = 1;
  for (const variable of learner.trainableParameters().values()) {
    const change = values(variable.shape, seed++);
    tf.tidy(() => variable.assign(tf.add(variable, tf.mul(change, 0.05))));
    change.dispose();
  }
  learner.save(directory, { epoch: '1' });
  learner.dispose();
  return directory;
}

/** All weights, and the logits of a caption for an image whose tokens are made up. */
export function modelFacts(place: ModelPlace): { weights: Map<string, Float32Array>; logits: Float32Array } {
  const { captioner, tower, dispose } = openPublished(wholePlace(place));
  const weights = new Map([...captioner.module.stateDict()].map(([name, { data }]) => [name, data]));
  const features = values([1, tower.tokens, tower.channels], 3);
  const inputs = Int32Array.from([captioner.special.start, 10, 11, 12]);
  const logits = tf.tidy(() => captioner.logits(captioner.encode(features, null), inputs, 4, null).dataSync());
  features.dispose();
  dispose();
  return { weights, logits: logits as Float32Array };
}
