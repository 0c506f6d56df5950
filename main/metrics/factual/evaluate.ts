import type { GoldCaption } from './gold-file.ts';
import { FactualLemmatizer } from './lemmatize.ts';
import { type FactualScore, factualScore } from './score.ts';
import { FactualSynonyms } from './synonyms.ts';

/** Means in percent, and each caption's scores in 0…1. */
export interface FactualEvaluation {
  readonly setMatch: number;
  readonly spice: number;
  readonly captions: readonly (FactualScore & {
    readonly caption: string;
    readonly graph: string;
    readonly gold: string;
  })[];
}

/** The word lists for scoring, read once because that takes a second. */
export interface FactualTools {
  readonly lemmatizer: FactualLemmatizer;
  readonly synonyms: FactualSynonyms;
}

/** `directory` holds FACTUAL's synonym lists; throws `not_found` naming the one that is missing. */
export function factualTools(directory: string): FactualTools {
  return { lemmatizer: new FactualLemmatizer(), synonyms: FactualSynonyms.read(directory) };
}

/** Scores of graphs in FACTUAL's form, one for each gold caption in the same order. `tools`, or the lists' folder. */
export function evaluateGraphs(
  graphs: readonly string[],
  gold: readonly GoldCaption[],
  tools: FactualTools | string,
): FactualEvaluation {
  if (graphs.length !== gold.length) throw new RangeError(`${graphs.length} graphs for ${gold.length} gold captions.`);
  const used = typeof tools === 'string' ? factualTools(tools) : tools;
  const captions = gold.map(({ caption, graph: right }, at) => ({
    caption,
    graph: graphs[at]!,
    gold: right,
    ...factualScore(graphs[at]!, right, used),
  }));
  const mean = (of: (score: FactualScore) => number): number =>
    (100 * captions.reduce((sum, score) => sum + of(score), 0)) / Math.max(1, captions.length);
  return { setMatch: mean(({ setMatch }) => setMatch), spice: mean(({ spice }) => spice), captions };
}
