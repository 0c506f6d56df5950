import { heading } from './support/machine.ts';
import { peakMemoryMb, repeated, report } from './support/measure.ts';

await heading('Captions a second of the bundled model');

// Loaded after the threads are fixed: TensorFlow reads them when it loads.
const { preparedFeatures, sampleImages } = await import('./support/training-data.ts');
const { captionImages } = await import('../main/generation/caption-images.ts');
const { loadNadirMini } = await import('../main/models/nadir-mini/folder.ts');
const { resourcesDirectory } = await import('../main/text/resources.ts');

/** Features are ready, as they are from the second time on: what is timed is reading them, encoding and writing. */
const images = sampleImages();
const { store, timing } = await preparedFeatures(images, 1);
report('features of the vision tower', [timing], { items: images.length, noun: 'images' });

const model = loadNadirMini(`${resourcesDirectory()}/models/nadir-mini`);
const ids = images.map(({ id }) => id);
const decodings = [
  { name: 'greedy', strategy: 'greedy', beams: 1 },
  { name: 'beam search, 5 beams', strategy: 'beam', beams: 5 },
] as const;
for (const { name, strategy, beams } of decodings) {
  const options = { strategy, beams, temperature: 1, maxNewTokens: 40, seed: 1 };
  const timings = await repeated(() => captionImages(model, store, ids, options), { rounds: 5, warmUps: 1 });
  report(name, timings, { items: ids.length, noun: 'captions' });
}
console.log(`  peak memory ${peakMemoryMb()} MB`);
model.dispose();
