import type { GoldCaption } from '../../metrics/factual/gold-file.ts';
import { type Dictionary, dictionaryKnows } from '../../models/graph-parser/dictionary.ts';
import type { Labels } from '../../models/graph-parser/labels.ts';
import { spellerOf } from '../../models/graph-parser/speller.ts';
import { wordsOf } from '../../models/graph-parser/tokens.ts';
import { ParserVocabulary } from '../../models/graph-parser/vocabulary.ts';
import type { AugmentOptions } from './augment.ts';
import { swappable } from './augment.ts';
import type { ParserTraining } from './config.ts';
import { labelIndex } from './encode.ts';
import { type Example, encodeCaptions, learnedCaptions } from './examples.ts';
import { knowledgeWith, learnLabels } from './learn-labels.ts';
import { type SilverCaption, silverExample, silverFacts } from './silver.ts';
import type { PublishedVectors } from './word-vectors.ts';

/** The data and word lists of a parser's training. */
export interface ParserCorpus {
  readonly vocabulary: ParserVocabulary;
  readonly labels: Labels;
  readonly examples: readonly Example[];
  /** Examples whose graphs another parser made. */
  readonly silver: readonly Example[];
  /** Captions whose graph could not be tied to their words whole. */
  readonly lost: number;
  readonly augment: AugmentOptions;
  /** Row by row of the vocabulary's vectors, the zero row first. */
  readonly vectorTable: Float32Array;
}

/** Words that are corrected to are at least this common. */
const commonCount = 5;

/**
 * Learns vocabulary and labels from gold captions, and from captions that another parser has read, and encodes both.
 * Deterministic.
 */
export function makeCorpus(
  gold: readonly GoldCaption[],
  silver: readonly SilverCaption[],
  config: ParserTraining,
  published: PublishedVectors | null,
  dictionary: Dictionary,
): ParserCorpus {
  const ranked = rankedWords([...gold.map(({ caption }) => caption), ...silver.map(({ text }) => text)]);
  const wordsSeen = (least: number): string[] => ranked.filter(([, count]) => count >= least).map(([word]) => word);
  const vectors = vectorWords(wordsSeen(1), config, published);
  const vocabulary = vocabularyOf(ranked, vectors, config, dictionary);
  const speller = spellerOf(vocabulary, dictionary);
  const correct = (word: string): string => speller.correct(word);
  const captions = learnedCaptions(gold, correct);
  const silverCaptions = silver.map((each) => ({
    words: wordsOf(each.text).map(({ text }) => correct(text)),
    facts: silverFacts(each.graph, dictionary.lemmatizer),
  }));
  const know = {
    noun: (word: string) => dictionary.lemmatizer.noun(word),
    verb: (word: string) => dictionary.lemmatizer.verb(word),
  };
  const learned = learnLabels([...captions, ...silverCaptions], know);
  const examples = encodeCaptions(captions, learned, know);
  const tools = { know: knowledgeWith(know, learned.wordsFor), index: labelIndex(learned.labels), correct };
  const isPlural = (word: string): boolean => know.noun(word) !== word;
  return {
    vocabulary,
    labels: learned.labels,
    examples,
    silver: silver.flatMap(({ text, graph }) => silverExample(text, graph, tools) ?? []),
    lost: captions.length - examples.length,
    augment: {
      ...swapWords(examples, vectors, dictionary, isPlural),
      isPlural,
      thingRate: config.thingRate,
      attributeRate: config.attributeRate,
      joinRate: config.joinRate,
      longest: config.longest,
    },
    vectorTable: vectorRows(vectors, published),
  };
}

/** Different words, most common first, and how often they come. */
function rankedWords(texts: readonly string[]): (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const caption of texts) for (const { text } of wordsOf(caption)) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
}

/** Common words come first; one that no dictionary has is a common misspelling. */
function vocabularyOf(
  ranked: readonly (readonly [string, number])[],
  vectors: readonly string[],
  config: ParserTraining,
  dictionary: Dictionary,
): ParserVocabulary {
  const published = new Set(vectors);
  const isCommon = ([word, count]: readonly [string, number]): boolean =>
    count >= commonCount && (published.has(word) || dictionaryKnows(dictionary, word) || !/^[a-z]{4,}$/.test(word));
  const common = ranked.filter(isCommon);
  const rare = ranked.filter((each) => !isCommon(each) && each[1] >= config.leastWordCount);
  return new ParserVocabulary(
    {
      learned: [...common, ...rare].map(([word]) => word),
      common: common.length,
      vectors,
      commonVectors: Math.min(config.commonVectors, vectors.length),
    },
    config.network.letterBuckets,
  );
}

function vectorWords(
  seen: readonly string[],
  { commonVectors }: ParserTraining,
  published: PublishedVectors | null,
): string[] {
  if (!published) return [];
  const common = published.words.filter((word) => /^[a-z][a-z'-]*$/.test(word)).slice(0, commonVectors);
  return [...new Set([...common, ...seen.filter((word) => published.vectorOf(word))])];
}

function vectorRows(words: readonly string[], published: PublishedVectors | null): Float32Array {
  const width = 100;
  const table = new Float32Array((words.length + 1) * width);
  for (const [at, word] of words.entries()) table.set(published!.vectorOf(word)!, (at + 1) * width);
  return table;
}

/**
 * Substitutes for things and attributes. Half of the draws come from training captions, every word once, so that rare ones
 * are met more often; the other half from all nouns with a vector, so that words which no caption has are met at all.
 */
function swapWords(
  examples: readonly Example[],
  vectors: readonly string[],
  { wordNet, lemmatizer }: Dictionary,
  isPlural: (word: string) => boolean,
): Pick<AugmentOptions, 'things' | 'attributes'> {
  const seen = { thing: new Set<string>(), attribute: new Set<string>() };
  for (const example of examples)
    for (const kind of ['thing', 'attribute'] as const)
      for (const at of swappable(example, kind)) seen[kind].add(example.words[at - 1]!);
  const nouns = vectors.filter(
    (word) =>
      /^[a-z]{3,}$/.test(word) &&
      wordNet.has(lemmatizer.noun(word), 'noun') &&
      !wordNet.has(word, 'adjective') &&
      !wordNet.has(word, 'adverb') &&
      !wordNet.has(lemmatizer.verb(word), 'verb'),
  );
  const seenThings = [...seen.thing];
  const pool = (plural: boolean): string[] => {
    const own = seenThings.filter((word) => isPlural(word) === plural);
    const other = nouns.filter((word) => isPlural(word) === plural);
    // Both halves of about one size: the smaller one is repeated.
    const repeat = (list: readonly string[], times: number): string[] =>
      Array.from({ length: times }, () => list).flat();
    const most = Math.max(own.length, other.length);
    return [
      ...repeat(own, Math.max(1, Math.round(most / Math.max(1, own.length)))),
      ...repeat(other, Math.max(1, Math.round(most / Math.max(1, other.length)))),
    ];
  };
  return { things: { singular: pool(false), plural: pool(true) }, attributes: [...seen.attribute] };
}
