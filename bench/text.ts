import { readFileSync } from 'node:fs';
import { scoreCorpus } from '../main/metrics/corpus-score.ts';
import { compareGraphs } from '../main/scene-graph/compare.ts';
import { createRuleParser } from '../main/scene-graph/rule-parser.ts';
import { benchDataset } from './support/dataset.ts';
import { heading } from './support/machine.ts';
import { repeated, report } from './support/measure.ts';

/** Scoring and graph parsing, on one thread. The parser remembers words it has looked up, as it does in the app. */
interface Karpathy {
  readonly images: readonly { readonly sentences: readonly { readonly raw: string }[] }[];
}

await heading('Metrics and scene graphs');
const dataset = benchDataset();
const { images } = JSON.parse(readFileSync(dataset.captionsFile, 'utf8')) as Karpathy;
const captions = images.map(({ sentences }) => sentences.map(({ raw }) => raw));
// Each image's first caption is judged by the others: real sentences, of the usual length.
const scored = captions
  .filter((ofImage) => ofImage.length > 1)
  .map(([candidate, ...references], imageId) => ({ imageId, candidate: candidate!, references }));
const texts = captions.flat();
console.log(`${dataset.name}: ${texts.length} captions, ${scored.length} images to score\n`);

const nGrams = ['bleu_1', 'bleu_2', 'bleu_3', 'bleu_4', 'rouge_l', 'cider'];
const often = { rounds: 5, warmUps: 1 };
report(
  'BLEU, ROUGE-L and CIDEr of a corpus',
  await repeated(() => scoreCorpus({ images: scored, metrics: nGrams }), often),
  {
    items: scored.length,
    noun: 'images',
  },
);

const parser = createRuleParser();
report('scene graphs of captions', await repeated(() => parser.parseSync(texts), often), {
  items: texts.length,
  noun: 'captions',
});

const graphs = scored.map(({ candidate, references }) => parser.parseSync([candidate, ...references]));
report(
  'a graph against its references',
  await repeated(() => graphs.map(([graph, ...references]) => compareGraphs(graph!, references)), often),
  { items: graphs.length, noun: 'comparisons' },
);
