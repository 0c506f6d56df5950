import { expect, it } from 'vitest';
import { goldFacts, readFactualGold } from '../../../main/metrics/factual/gold-file.ts';
import { FactualLemmatizer } from '../../../main/metrics/factual/lemmatize.ts';
import { openDictionary } from '../../../main/models/graph-parser/dictionary.ts';
import { factsFrom, factualForm } from '../../../main/models/graph-parser/facts.ts';
import { WordForms } from '../../../main/models/graph-parser/word-forms.ts';
import { alignFacts, encodeFacts, labelIndex, templateOf } from '../../../main/training/graph-parser/encode.ts';
import { learnedCaptions } from '../../../main/training/graph-parser/examples.ts';
import { knowledgeWith, learnLabels } from '../../../main/training/graph-parser/learn-labels.ts';
import { sharedFile } from '../../support/shared-data.ts';
import { gold } from './support.ts';

const { lemmatizer } = openDictionary();
const know = { noun: (word: string) => lemmatizer.noun(word), verb: (word: string) => lemmatizer.verb(word) };
const factual = new FactualLemmatizer();

/** Facts as FACTUAL's set match compares them. */
const compared = (graph: string): string[] =>
  goldFacts(factual.graph(graph))
    .map((fact) => fact.join(' , '))
    .sort();

/** Encodes captions' graphs as labels and reads the labels back: graphs, null where not all of a graph could be tied. */
function roundTrip(captions: readonly { readonly caption: string; readonly graph: string }[]): (string | null)[] {
  const learnt = learnedCaptions(captions, (word) => word);
  const learned = learnLabels(learnt, know);
  const full = knowledgeWith(know, learned.wordsFor);
  const index = labelIndex(learned.labels);
  const forms = new WordForms(learned.labels, lemmatizer);
  return learnt.map(({ words, facts }) => {
    const { aligned, lost } = alignFacts(facts, words, full, learned.virtual);
    const encoded = encodeFacts(aligned, words, full, index);
    return lost + encoded.lost > 0 ? null : factualForm(factsFrom(encoded.labels, words, forms));
  });
}

it('graphs come back from their labels: digits, verbs, glued names, replacements, turned passives, lone things', () => {
  const graphs = roundTrip(gold);
  for (const [at, { graph }] of gold.entries()) expect(compared(graphs[at] ?? '')).toEqual(compared(graph));
});

it('a predicate is a template with its verb pointed at; prepositions and words without a verb stay as written', () => {
  const words = ['man', 'sitting', 'on', 'the', 'bench'];
  const full = knowledgeWith(know, new Map());
  expect(templateOf('sit on', words, 3, full)).toEqual({ template: '<V> on', verb: 2 });
  expect(templateOf('on top of', words, 3, full)).toEqual({ template: 'on top of', verb: -1 });
  expect(templateOf('lay on', words, 3, full)).toEqual({ template: 'lay on', verb: -1 });
});

it('of FACTUAL’s training captions 97 in 100 come back whole', () => {
  const file = sharedFile('data/factual/random/train.csv');
  if (!file) return;
  const captions = readFactualGold(file).slice(0, 12_000);
  const graphs = roundTrip(captions);
  const same = captions.filter(({ graph }, at) => graphs[at] && compared(graphs[at]).join() === compared(graph).join());
  expect(same.length / captions.length).toBeGreaterThan(0.965);
});
