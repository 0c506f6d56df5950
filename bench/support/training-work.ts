import { featureTensor } from '../../main/generation/caption-images.ts';
import type { FeatureStore } from '../../main/models/features/feature-store.ts';
import { saveNadirMini } from '../../main/models/nadir-mini/folder.ts';
import type { NadirMini } from '../../main/models/nadir-mini/model.ts';
import { Vocabulary } from '../../main/models/nadir-mini/vocabulary.ts';
import { tf } from '../../main/tensor/backend.ts';
import type { NamedArray } from '../../main/tensor/state-dict.ts';
import { AdamW } from '../../main/training/adamw.ts';
import type { TrainingConfig } from '../../main/training/config/training-config.ts';
import { crossEntropyStep } from '../../main/training/cross-entropy.ts';
import { teacherBatch } from '../../main/training/teacher-batch.ts';
import { temporaryFolder } from './dataset.ts';
import type { TwinWork } from './torch-twin.ts';

/** The data of one step: images, each in a view, and, for cross-entropy, captions of each as token ids. */
export interface BenchStep {
  readonly ids: readonly number[];
  readonly views: readonly number[];
  readonly captions: readonly (readonly number[])[];
}

const checkedSteps = 2;

/** Every image in every view, views one after the other. */
function allFeatures(store: FeatureStore, images: number, views: number): NamedArray {
  const { tokens, channels } = store.shape;
  const data = new Float32Array(images * views * store.valuesPerView);
  const ids = Array.from({ length: images }, (_, id) => id);
  for (let view = 0; view < views; view++) {
    const ofView = store.read(
      ids,
      ids.map(() => view),
    );
    data.set(ofView, view * ofView.length);
  }
  return { shape: [images * views, tokens, channels], data };
}

/** The work as PyTorch gets it, with what our model says of the first step and how its first updates go, no dropout. */
export function trainingWork(options: {
  readonly model: NadirMini;
  readonly store: FeatureStore;
  readonly config: TrainingConfig;
  readonly images: number;
  readonly warmUps: number;
  readonly steps: readonly BenchStep[];
  readonly selfCriticalSteps: readonly BenchStep[];
}): TwinWork {
  const { model, store, config, images, warmUps } = options;
  const folder = temporaryFolder('model');
  saveNadirMini(model, folder);
  const [first] = options.steps;
  const features = featureTensor(store, first!.ids, first!.views);
  const { inputs, length } = teacherBatch(first!.captions, model.special);
  const logits = tf.tidy(() => {
    const words = model.logits(model.encode(features, null), inputs, length, null);
    return { shape: words.shape, data: words.dataSync() as Float32Array };
  });
  const begun = model.stateDict();
  const optimizer = new AdamW(model.trainableParameters(), config.crossEntropy);
  const check = Array.from({ length: checkedSteps }, () =>
    crossEntropyStep({
      model,
      optimizer,
      features,
      captions: first!.captions,
      unknown: new Set([Vocabulary.unknown]),
      dropout: null,
      labelSmoothing: config.crossEntropy.labelSmoothing,
      learningRate: config.crossEntropy.learningRate,
    }),
  );
  optimizer.dispose();
  features.dispose();
  model.loadStateDict(begun, 'the weights before the check');
  const asGiven = ({ ids, views, captions }: BenchStep) => ({
    rows: ids.map((id, at) => views[at]! * images + id),
    captions,
  });
  return {
    part: 'training',
    tensors: new Map([
      ['features', allFeatures(store, images, config.views)],
      ['logits', logits],
    ]),
    task: {
      model: folder,
      check,
      warmUps,
      steps: options.steps.map(asGiven),
      selfCriticalSteps: options.selfCriticalSteps.map(asGiven),
      crossEntropy: config.crossEntropy,
      scst: config.scst,
      dropout: config.dropout,
      maxNewTokens: config.maxNewTokens,
    },
  };
}
