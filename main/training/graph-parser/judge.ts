import { evaluateGraphs, type FactualEvaluation, type FactualTools } from '../../metrics/factual/evaluate.ts';
import type { GoldCaption } from '../../metrics/factual/gold-file.ts';
import { openDictionary } from '../../models/graph-parser/dictionary.ts';
import { factsFrom, factualForm } from '../../models/graph-parser/facts.ts';
import type { ParserModel } from '../../models/graph-parser/folder.ts';
import { SentenceReader } from '../../models/graph-parser/reader.ts';
import { spellerOf } from '../../models/graph-parser/speller.ts';
import { WordForms } from '../../models/graph-parser/word-forms.ts';
import { learnedCaptions } from './examples.ts';

/** Reads captions with a model that is being trained and scores the graphs. */
export function judgeParser(model: ParserModel, gold: readonly GoldCaption[], tools: FactualTools): FactualEvaluation {
  const dictionary = openDictionary();
  const speller = spellerOf(model.vocabulary, dictionary);
  const forms = new WordForms(model.labels, dictionary.lemmatizer);
  const sentences = learnedCaptions(gold, (word) => speller.correct(word)).map(({ words }) => words);
  const labels = new SentenceReader(model.network, model.vocabulary, model.labels).read(sentences);
  const graphs = labels.map((each, at) => factualForm(factsFrom(each, sentences[at]!, forms)));
  return evaluateGraphs(graphs, gold, tools);
}
