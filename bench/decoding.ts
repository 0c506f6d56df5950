import { heading } from './support/machine.ts';
import { peakMemoryMb, repeated, report, type Timing } from './support/measure.ts';

await heading('Captions a second of the bundled model');

// Loaded after the threads are fixed: TensorFlow reads them when it loads.
const { preparedFeatures, sampleImages } = await import('./support/training-data.ts');
const { compareWithTorch } = await import('./support/torch-twin.ts');
const { captionImages } = await import('../main/generation/caption-images.ts');
const { loadNadirMini } = await import('../main/models/nadir-mini/folder.ts');
const { resourcesDirectory } = await import('../main/text/resources.ts');

/**
 * Features are ready, as they are from the second time on: what is timed is reading them, encoding and writing.
 * NADIR_TORCH_PYTHON names a Python that has torch and safetensors: then the same is measured there, one process after
 * the other, after a check that the captions are the same.
 */
const images = sampleImages();
const { store, timing } = await preparedFeatures(images, 1);
report('features of the vision tower', [timing], { items: images.length, noun: 'images' });

const folder = `${resourcesDirectory()}/models/nadir-mini`;
const model = loadNadirMini(folder);
const ids = images.map(({ id }) => id);
const [rounds, warmUps, maxNewTokens, beams] = [5, 1, 40, 5];
const decodings = {
  greedy: { title: 'greedy', strategy: 'greedy', beams: 1 },
  beam: { title: `beam search, ${beams} beams`, strategy: 'beam', beams },
} as const;
const figures: Record<string, readonly Timing[]> = {};
const captions: Record<string, readonly (readonly number[])[]> = {};
for (const [name, { title, ...decoding }] of Object.entries(decodings)) {
  const write = () => captionImages(model, store, ids, { ...decoding, temperature: 1, maxNewTokens, seed: 1 });
  captions[name] = (await write()).map(({ tokens }) => tokens);
  figures[name] = await repeated(write, { rounds, warmUps });
  report(title, figures[name], { items: ids.length, noun: 'captions' });
}
console.log(`  peak memory ${peakMemoryMb()} MB\n`);
model.dispose();
const { tokens, channels } = store.shape;
const features = { shape: [ids.length, tokens, channels], data: store.read(ids, 0) };
compareWithTorch(
  {
    part: 'decoding',
    tensors: new Map([['features', features]]),
    task: { model: folder, maxNewTokens, beams, rounds, warmUps, captions },
  },
  figures,
);
