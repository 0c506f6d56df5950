import { graphParserConfigSchema } from '../../../main/models/graph-parser/config.ts';
import type { ParserModel } from '../../../main/models/graph-parser/folder.ts';
import type { Labels } from '../../../main/models/graph-parser/labels.ts';
import { GraphParserNetwork } from '../../../main/models/graph-parser/network.ts';
import { ParserVocabulary } from '../../../main/models/graph-parser/vocabulary.ts';

export const smallConfig = graphParserConfigSchema.parse({
  model: 'graph-parser',
  version: 1,
  width: 8,
  layers: 1,
  heads: 2,
  feedForwardWidth: 12,
  pairWidth: 6,
  predicateWidth: 10,
  letterBuckets: 64,
  longestSentence: 12,
});

export const smallLabels: Labels = { replacements: ['person', 'wooden'], templates: ['on', '<V> on', 'have'] };

/** An untrained parser that a test can compute with in milliseconds. The caller disposes its network. */
export function smallParser(seed = 1): ParserModel {
  const vocabulary = new ParserVocabulary(
    { learned: ['car', 'tree', 'road', 'two'], common: 3, vectors: ['car', 'house', 'hosue'], commonVectors: 2 },
    smallConfig.letterBuckets,
  );
  return {
    network: new GraphParserNetwork(smallConfig, vocabulary, smallLabels, seed),
    vocabulary,
    labels: smallLabels,
    metadata: { version: 'test' },
  };
}
