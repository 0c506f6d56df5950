import { readFileSync } from 'node:fs';
import { compareGraphs } from '../main/scene-graph/compare.ts';
import { compareDetails } from '../main/scene-graph/details.ts';
import { createRuleParser } from '../main/scene-graph/rule-parser.ts';
import { benchDataset } from './support/dataset.ts';
import { heading } from './support/machine.ts';
import { repeated, report } from './support/measure.ts';

/** Comparing 10,000 candidates with the other captions of their image, on one thread: at most 2 s. */
interface Karpathy {
  readonly images: readonly { readonly sentences: readonly { readonly raw: string }[] }[];
}
const pairs = 10_000;

await heading('Comparing scene graphs');
const dataset = benchDataset();
const { images } = JSON.parse(readFileSync(dataset.captionsFile, 'utf8')) as Karpathy;
const parser = createRuleParser();
const graphs = images.map(({ sentences }) => parser.parseSync(sentences.map(({ raw }) => raw)));
// Every caption in turn as the candidate, each time with an array of its own, as the engine does it.
const tasks = graphs.flatMap((ofImage) =>
  ofImage.map((candidate, i) => ({ candidate, references: ofImage.filter((_, other) => other !== i) })),
);
const chosen = Array.from({ length: pairs }, (_, i) => tasks[i % tasks.length]!);
console.log(`${dataset.name}: ${tasks.length} captions, each against the others of its image\n`);

const rounds = { rounds: 5, warmUps: 0 };
const items = { items: pairs, noun: 'comparisons', barMs: 2_000 };
const fresh = () => chosen.map(({ candidate, references }) => ({ candidate, references: [...references] }));
report(
  'objects and counts',
  await repeated(() => fresh().map(({ candidate, references }) => compareGraphs(candidate, references)), rounds),
  items,
);
report(
  'with attributes and relations',
  await repeated(
    () =>
      fresh().map(({ candidate, references }) =>
        compareDetails(candidate, references, compareGraphs(candidate, references)),
      ),
    rounds,
  ),
  items,
);
