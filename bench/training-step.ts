import { heading } from './support/machine.ts';
import { peakMemoryMb, type Timing, timed } from './support/measure.ts';

await heading('Training steps of the default preset');

// Loaded after the threads are fixed: TensorFlow reads them when it loads.
const { report } = await import('./support/measure.ts');
const { preparedFeatures, sampleImages } = await import('./support/training-data.ts');
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
const { startingModel } = await import('../main/training/starting-model.ts');
const { StartingPolicy } = await import('../main/training/starting-policy.ts');
const { trainingFeatures } = await import('../main/training/training-features.ts');
const { resourcesDirectory } = await import('../main/text/resources.ts');

/**
 * A step as a run does it, features read from disk and all: the bundled model on the sample project's images. Peak
 * memory is this process's, library included, and only grows: the second figure holds the first.
 */
const rounds = 10;
const warmUps = 2;
const config = resolveConfig('default', { start: 'pretrained' });
const images = sampleImages();
const { store, timing } = await preparedFeatures(images, config.views);
report('features of the vision tower', [timing], { items: images.length * config.views, noun: 'views' });

const model = startingModel(
  config,
  `${resourcesDirectory()}/models/nadir-mini`,
  images.flatMap(({ words }) => words),
);
const random = new Random(config.seed);
const withEnd = new Map(
  images.map(({ id, words }) => [
    id,
    words.map((caption) => [...model.vocabulary.encode(caption), Vocabulary.special.end]),
  ]),
);

async function steps(work: () => void): Promise<readonly Timing[]> {
  const timings: Timing[] = [];
  for (let round = 0; round < warmUps + rounds; round++) {
    const { wallMs, cpuMs } = await timed(work);
    if (round >= warmUps) timings.push({ wallMs, cpuMs });
  }
  return timings;
}

const teacher = new AdamW(model.trainableParameters(), config.crossEntropy);
const masks = new Dropout(config.dropout, new Random(config.seed + 1));
const { imagesPerStep, captionsPerImage } = config.crossEntropy;
const crossEntropy = await steps(() => {
  const batch = drawn(images, imagesPerStep, random);
  const features = trainingFeatures({ store, config }, batch, random);
  crossEntropyStep({
    model,
    optimizer: teacher,
    features,
    captions: batch.flatMap(({ id }) => drawn(withEnd.get(id)!, captionsPerImage, random)),
    unknown: new Set([Vocabulary.unknown]),
    dropout: masks,
    labelSmoothing: config.crossEntropy.labelSmoothing,
    learningRate: config.crossEntropy.learningRate,
  });
  features.dispose();
});
teacher.dispose();
report(`cross-entropy step: ${imagesPerStep} images, ${captionsPerImage} captions each`, crossEntropy, {
  items: imagesPerStep,
  noun: 'images',
});
console.log(`  peak memory ${peakMemoryMb()} MB\n`);

const parser = createRuleParser();
const corpus = buildRewardCorpus({
  images: images.map(({ id, captions }) => ({ id, references: captions })),
  parse: (texts) => parser.parseSync(texts),
});
const compose = composeRewards({ weights: config.scst.rewards, corpus });
const policy = new AdamW(model.trainableParameters(), config.scst);
const start = new StartingPolicy(policy.variables);
const scst = config.scst;
const selfCritical = await steps(() => {
  const batch = drawn(images, scst.imagesPerStep, random);
  const features = trainingFeatures({ store, config }, batch, random);
  selfCriticalStep({
    model,
    optimizer: policy,
    features,
    reward: (sequences, perImage) =>
      compose({
        imageIds: sequences.map((_, row) => batch[Math.floor(row / perImage)]!.id),
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
  features.dispose();
});
policy.dispose();
start.dispose();
report(`self-critical step: ${scst.imagesPerStep} images, ${scst.samplesPerImage} samples each`, selfCritical, {
  items: scst.imagesPerStep,
  noun: 'images',
});
console.log(`  peak memory ${peakMemoryMb()} MB`);
model.dispose();
