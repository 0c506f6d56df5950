import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createRuleParser } from '../main/scene-graph/rule-parser.ts';

/**
 * Reads the training captions of Karpathy-style datasets with the rule parser, for `train-graph-parser.ts --silver`: that
 * is where the network learns how captions of aerial images read. Images with gold graphs, and captions that are word
 * for word one of theirs, are left out.
 *
 *   node_modules/.bin/node scripts/make-silver-graphs.ts --captions ucm=ucm/dataset.json --captions rsicd=rsicd/dataset.json \
 *     --gold test/scene-graph/gold/tune.json --gold test/scene-graph/gold/held-out.json --output silver.json
 */
const { values } = parseArgs({
  options: {
    captions: { type: 'string', multiple: true },
    gold: { type: 'string', multiple: true },
    output: { type: 'string' },
  },
});
const { captions, output } = values;
if (!captions || !output) {
  console.error(
    'Needed: --captions NAME=JSON (any number of times) --output JSON; --gold JSON for images to leave out',
  );
  process.exit(2);
}

interface Karpathy {
  readonly images: readonly {
    readonly filename: string;
    readonly split: string;
    readonly sentences: readonly { readonly raw: string }[];
  }[];
}
const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

const held = new Set(
  (values.gold ?? [])
    .flatMap((file) => readJson<{ readonly dataset: string; readonly image: string }[]>(file))
    .map(({ dataset, image }) => `${dataset} ${image}`),
);
const texts = new Set<string>();
const heldTexts = new Set<string>();
for (const [name, file] of captions.map((each) => each.split('=', 2) as [string, string]))
  for (const { filename, split, sentences } of readJson<Karpathy>(file).images) {
    const isHeld = held.has(`${name} ${filename}`);
    for (const { raw } of sentences) {
      if (isHeld) heldTexts.add(raw.trim());
      else if (split === 'train') texts.add(raw.trim());
    }
  }
const used = [...texts].filter((text) => !heldTexts.has(text));
const graphs = createRuleParser().parseSync(used);
writeFileSync(output, JSON.stringify(used.map((text, at) => ({ text, graph: graphs[at] }))));
console.log(`${used.length} captions in ${path.resolve(output)}; ${held.size} images with gold graphs left out`);
