import { readFileSync } from 'node:fs';
import path from 'node:path';
import { comparePaired } from '../main/metrics/bootstrap.ts';
import { type ScoredImage, scoreCorpus } from '../main/metrics/corpus-score.ts';
import { composeRewards } from '../main/rewards/compose.ts';
import { buildRewardCorpus, endToken } from '../main/rewards/corpus.ts';
import { tokenizePtb } from '../main/text/ptb-tokenizer.ts';
import { resourcesDirectory } from '../main/text/resources.ts';
import { sharedFile } from '../test/support/shared-data.ts';
import { heading } from './support/machine.ts';
import { peakMemoryMb, repeated, report } from './support/measure.ts';

/**
 * Caption metrics from raw text, tokenising included, on one thread. The first caption of each image is held out as its
 * candidate; so that there are as many references as captions, the next image's first caption takes its place.
 */
interface Karpathy {
  readonly images: readonly { readonly sentences: readonly { readonly raw: string }[] }[];
}

const nGrams = ['bleu_1', 'bleu_2', 'bleu_3', 'bleu_4', 'rouge_l', 'cider'];
const memoryBarMb = 400;

await heading('Caption metrics');
const rsicd = sharedFile('data/rsicd-captions/dataset.json');
if (!rsicd) console.log('Using the sample project instead: the bars are for the larger dataset.');
const captions = readCaptions(rsicd ?? path.join(resourcesDirectory(), 'sample-project/dataset.json'));
const images = captions.map(
  ([candidate, ...others], imageId): ScoredImage => ({
    imageId,
    candidate: candidate!,
    references: [...others, captions[(imageId + 1) % captions.length]![0]!],
  }),
);
const references = images.reduce((sum, image) => sum + image.references.length, 0);
console.log(`${rsicd ? 'RSICD' : 'sample project'}: ${references} references, ${images.length} candidates\n`);

const often = { rounds: 5, warmUps: 0 };
const items = { items: images.length, noun: 'images' };
const first = await repeated(() => scoreCorpus({ images, metrics: nGrams }), { rounds: 1, warmUps: 0 });
// Once, as a command does it: later rounds would add the garbage of those before.
const peakMb = peakMemoryMb();
const rest = await repeated(() => scoreCorpus({ images, metrics: nGrams }), often);
report('BLEU, ROUGE-L and CIDEr, the first time cold', [...first, ...rest], { ...items, barMs: 2_000 });
console.log(
  `peak memory after the first time, dataset included\n  ${peakMb} MB, bar ${memoryBarMb} MB: ${peakMb < memoryBarMb ? 'met' : 'MISSED'}\n`,
);
if (peakMb >= memoryBarMb) process.exitCode = 1;

const withMeteor = [...nGrams, 'meteor'];
report('the same and METEOR', await repeated(() => scoreCorpus({ images, metrics: withMeteor }), often), {
  ...items,
  barMs: 10_000,
});

const thousand = images.slice(0, 1_000);
const a = scoreCorpus({ images: thousand });
const b = scoreCorpus({ images: thousand.map((image) => ({ ...image, candidate: image.references[0]! })) });
for (const id of ['bleu_4', 'meteor', 'cider']) {
  report(
    `paired bootstrap of ${id}, 1,000 resamples of ${thousand.length} images`,
    await repeated(() => comparePaired(id, a, b), { rounds: 5, warmUps: 1 }),
    {
      barMs: 2_000,
    },
  );
}

/** As in self-critical training: 32 images, 5 samples each, most of them wrong somewhere. */
const corpus = buildRewardCorpus({
  images: captions.map((ofImage, id) => ({ id, references: ofImage })),
  parse: () => [],
});
const reward = composeRewards({ weights: { cider: 1, bleu4: 1, rouge_l: 1 }, corpus });
const batches = Array.from({ length: 200 }, (_, batch) => sampled(batch));
await repeated(() => batches.map(reward), { rounds: 1, warmUps: 0 });
let next = 0;
report(
  'rewards of 160 captions (CIDEr-D, BLEU-4, ROUGE-L)',
  await repeated(() => reward(batches[next++ % batches.length]!), { rounds: 15, warmUps: 5 }),
  { items: 160, noun: 'captions', barMs: 3 },
);

function readCaptions(file: string): readonly (readonly string[])[] {
  const { images: all } = JSON.parse(readFileSync(file, 'utf8')) as Karpathy;
  return all.map(({ sentences }) => sentences.map(({ raw }) => raw)).filter((ofImage) => ofImage.length > 1);
}

function sampled(batch: number) {
  const at = (sample: number) => (batch * 32 + Math.floor(sample / 5)) % captions.length;
  const samples = Array.from({ length: 160 }, (_, sample) => sample);
  return {
    imageIds: samples.map(at),
    // Captions of other images of the file's neighbourhood: mostly of the same kind of scene.
    captions: samples.map((sample) => [
      ...tokenizePtb(captions[(at(sample) + 1 + (sample % 5)) % captions.length]![0]!),
      endToken,
    ]),
  };
}
