import type { Tensor } from '../main/tensor/backend.ts';
import { heading } from './support/machine.ts';
import { peakMemoryMb, type Timing, timed } from './support/measure.ts';
import type { BenchStep } from './support/training-work.ts';

await heading('Training steps of the default preset');

// Loaded after the threads are fixed: TensorFlow reads them when it loads.
const { report } = await import('./support/measure.ts');
const { compareWithTorch, torchPython } = await import('./support/torch-twin.ts');
const { preparedFeatures, sampleImages } = await import('./support/training-data.ts');
const { trainingWork } = await import('./support/training-work.ts');
const { featureTensor } = await import('../main/generation/caption-images.ts');
const { Vocabulary } = await import('../main/models/nadir-mini/vocabulary.ts');
const { composeRewards } = await import('../main/rewards/compose.ts');
const { buildRewardCorpus, endToken } = await import('../main/rewards/corpus.ts');
const { createRuleParser } = await import('../main/scene-graph/rule-parser.ts');
const { Dropout } = await import('../main/tensor/dropout.ts');
const { Random } = await import('../main/tensor/random.ts');
const { AdamW } = await import('../main/training/adamw.ts');
const { resolveConfig } = await import('../main/training/config/presets.ts');
const { crossEntropyStep } = await import('../main/training/cross-entropy.ts');
const { drawn } = await import('../main/training/epoch-order.ts');
const { selfCriticalStep } = await import('../main/training/self-critical.ts');
const { loadNadirMini } = await import('../main/models/nadir-mini/folder.ts');
const { StartingPolicy } = await import('../main/training/starting-policy.ts');
const { resourcesDirectory } = await import('../main/text/resources.ts');

/**
 * A step as a run does it, features read from disk and all: the bundled model on the sample project's images. Peak
 * memory is this process's, library included, and only grows: the second figure holds the first. NADIR_TORCH_PYTHON
 * names a Python that has torch and safetensors: then the same steps are measured there, one process after the other.
 */
const rounds = 10;
const warmUps = 2;
const config = resolveConfig('default', { start: 'pretrained' });
const images = sampleImages();
const { store, timing } = await preparedFeatures(images, config.views);
report('features of the vision tower', [timing], { items: images.length * config.views, noun: 'views' });

const model = loadNadirMini(`${resourcesDirectory()}/models/nadir-mini`);
const words = images.flatMap((image) => image.words);
model.extendVocabulary(model.vocabulary.extendedBy(words, config.minimumWordCount), config.seed);
const random = new Random(config.seed);
const withEnd = new Map(
  images.map(({ id, words }) => [
    id,
    words.map((caption) => [...model.vocabulary.encode(caption), Vocabulary.special.end]),
  ]),
);

/** Drawn before, so that ours and PyTorch's steps are taken on the same. */
const stepsOf = (imagesPerStep: number, captionsPerImage: number): readonly BenchStep[] =>
  Array.from({ length: warmUps + rounds }, () => {
    const ids = drawn(images, imagesPerStep, random).map(({ id }) => id);
    const views = ids.map(() => random.below(config.views));
    return { ids, views, captions: ids.flatMap((id) => drawn(withEnd.get(id)!, captionsPerImage, random)) };
  });

async function timings(
  steps: readonly BenchStep[],
  work: (features: Tensor, step: BenchStep) => void,
): Promise<readonly Timing[]> {
  const found: Timing[] = [];
  for (const step of steps) {
    const { wallMs, cpuMs } = await timed(() => {
      const features = featureTensor(store, step.ids, step.views);
      work(features, step);
      features.dispose();
    });
    found.push({ wallMs, cpuMs });
  }
  return found.slice(warmUps);
}

const { imagesPerStep, captionsPerImage } = config.crossEntropy;
const scst = config.scst;
const steps = stepsOf(imagesPerStep, captionsPerImage);
const selfCriticalSteps = stepsOf(scst.imagesPerStep, 0);
const begun = model.stateDict();
const work =
  torchPython && trainingWork({ model, store, config, images: images.length, warmUps, steps, selfCriticalSteps });

const teacher = new AdamW(model.trainableParameters(), config.crossEntropy);
const masks = new Dropout(config.dropout, new Random(config.seed + 1));
const crossEntropy = await timings(steps, (features, { captions }) => {
  crossEntropyStep({
    model,
    optimizer: teacher,
    features,
    captions,
    unknown: new Set([Vocabulary.unknown]),
    dropout: masks,
    labelSmoothing: config.crossEntropy.labelSmoothing,
    learningRate: config.crossEntropy.learningRate,
  });
});
teacher.dispose();
report(`cross-entropy step: ${imagesPerStep} images, ${captionsPerImage} captions each`, crossEntropy, {
  items: imagesPerStep,
  noun: 'images',
});
console.log(`  peak memory ${peakMemoryMb()} MB\n`);
model.loadStateDict(begun, 'the weights before the first step');

const parser = createRuleParser();
const corpus = buildRewardCorpus({
  images: images.map(({ id, captions }) => ({ id, references: captions })),
  parse: (texts) => parser.parseSync(texts),
});
const compose = composeRewards({ weights: scst.rewards, corpus });
const policy = new AdamW(model.trainableParameters(), scst);
const start = new StartingPolicy(policy.variables);
const selfCritical = await timings(selfCriticalSteps, (features, { ids }) => {
  selfCriticalStep({
    model,
    optimizer: policy,
    features,
    reward: (sequences, perImage) =>
      compose({
        imageIds: sequences.map((_, row) => ids[Math.floor(row / perImage)]!),
        captions: sequences.map(({ tokens, finished }) => [...model.words(tokens), ...(finished ? [endToken] : [])]),
      }),
    samplesPerImage: scst.samplesPerImage,
    temperature: scst.temperature,
    baseline: scst.baseline,
    maxNewTokens: config.maxNewTokens,
    learningRate: scst.learningRate,
    random,
    measureGreedy: false,
    kl: { weight: scst.klWeight, start },
  });
});
policy.dispose();
start.dispose();
report(`self-critical step: ${scst.imagesPerStep} images, ${scst.samplesPerImage} samples each`, selfCritical, {
  items: scst.imagesPerStep,
  noun: 'images',
});
console.log(`  peak memory ${peakMemoryMb()} MB\n`);
model.dispose();
if (work) compareWithTorch(work, { crossEntropy, selfCritical });
