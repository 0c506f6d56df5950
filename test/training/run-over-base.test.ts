import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ModelPlace, wholePlace } from '../../main/models/model-place.ts';
import { openPublished } from '../../main/models/open-model.ts';
import { tf } from '../../main/tensor/backend.ts';
import { resolveConfig } from '../../main/training/config/presets.ts';
import { publishedLearner } from '../../main/training/learner.ts';
import { tinyFolder } from '../support/tiny-folder.ts';
import { copyTinyModel } from './tiny-models.ts';

const parity = tinyFolder('lavis-t5') && tinyFolder('instructblip-t5');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir base '));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Opens a model, changes what is trained of it, saves that as a run's checkpoint does, and returns its weights then. */
function trainedAndSaved(place: ModelPlace, directory: string): Map<string, Float32Array> {
  const opened = openPublished(place);
  const learner = publishedLearner(opened, place, resolveConfig('published', {}));
  for (const variable of learner.trainableParameters().values()) tf.tidy(() => variable.assign(tf.mul(variable, 1.5)));
  learner.save(directory, { epoch: '1' });
  const weights = weightsOf(opened);
  learner.dispose();
  return weights;
}

const weightsOf = ({ captioner }: ReturnType<typeof openPublished>): Map<string, Float32Array> =>
  new Map([...captioner.module.stateDict()].map(([name, { data }]) => [name, data]));

describe.skipIf(!parity)('a checkpoint of a run that began with fine-tuned LAVIS weights', () => {
  const fineTuned = (directory: string) => path.join(directory, 'checkpoint_1.pth');

  it.each([
    ['over a Hugging Face base', false],
    ['over LAVIS’s full .pth', true],
  ])('%s opens again as the model that was saved', (_, isLavis) => {
    const lavis = copyTinyModel('lavis-t5', folder);
    const base = isLavis ? lavis : copyTinyModel('instructblip-t5', folder);
    const weights = isLavis ? { weights: path.join(lavis, 'instruct_blip_t5_tiny.pth') } : {};
    const before = tf.memory().numTensors;
    const run = path.join(folder, 'run');
    const saved = trainedAndSaved({ directory: base, ...weights, fineTuned: [fineTuned(lavis)] }, run);
    const again = openPublished(wholePlace({ directory: run }));
    expect(weightsOf(again)).toEqual(saved);
    again.dispose();
    // And is trained on itself.
    const second = path.join(folder, 'second run');
    const further = trainedAndSaved(wholePlace({ directory: run }), second);
    const last = openPublished(wholePlace({ directory: second }));
    expect(weightsOf(last)).toEqual(further);
    expect(further.get('projection.bias')).not.toEqual(saved.get('projection.bias'));
    last.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
