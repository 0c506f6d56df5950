import { evaluateGraphs, type FactualEvaluation, type FactualTools } from '../../metrics/factual/evaluate.ts';
import type { GoldCaption } from '../../metrics/factual/gold-file.ts';
import { CaptionParser, factualText } from '../../models/graph-parser/caption-parser.ts';
import { openDictionary } from '../../models/graph-parser/dictionary.ts';
import type { ParserModel } from '../../models/graph-parser/folder.ts';

/** Reads captions with a model that is being trained, as a finished one reads them, and scores the graphs. */
export function judgeParser(model: ParserModel, gold: readonly GoldCaption[], tools: FactualTools): FactualEvaluation {
  const texts = gold.map(({ caption }) => caption);
  const graphs = new CaptionParser(model, openDictionary()).read(texts).map(factualText);
  return evaluateGraphs(graphs, gold, tools);
}
