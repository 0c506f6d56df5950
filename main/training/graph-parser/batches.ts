import { link } from '../../models/graph-parser/labels.ts';
import { type ParserVocabulary, virtualWord, type WordFeatures } from '../../models/graph-parser/vocabulary.ts';
import type { Random } from '../../tensor/random.ts';
import type { Example } from './examples.ts';

// Axis legend: B sentences of one length, T positions, R relations.

/** One step's sentences as the network and its loss take them. Labels of −1 ask for nothing. */
export interface Batch {
  readonly sentences: number;
  readonly length: number;
  readonly different: readonly WordFeatures[];
  /** Rows of `different`, B·T. */
  readonly positions: Int32Array;
  readonly operations: Int32Array;
  readonly joins: Int32Array;
  /** B·T·T */
  readonly links: Int32Array;
  /** R rows of pairs with their wording; a verb counts positions of its sentence. */
  readonly relations: Int32Array;
  readonly templates: Int32Array;
  readonly verbs: Int32Array;
}

export interface BatchSize {
  /** Positions in a batch, and pairs of positions: long sentences come fewer at a time. */
  readonly positions: number;
  readonly pairs: number;
}

/** Examples as batches of one length each, in random order. */
export function lengthBatches(examples: readonly Example[], size: BatchSize, random: Random): Example[][] {
  const byLength = new Map<number, Example[]>();
  for (const example of random.shuffled(examples)) {
    const length = example.words.length + 1;
    const list = byLength.get(length);
    if (list) list.push(example);
    else byLength.set(length, [example]);
  }
  const batches: Example[][] = [];
  for (const [length, members] of byLength) {
    const most = Math.max(1, Math.min(Math.floor(size.positions / length), Math.floor(size.pairs / length ** 2)));
    const count = Math.ceil(members.length / most);
    for (let at = 0; at < count; at++)
      batches.push(
        members.slice(Math.round((at * members.length) / count), Math.round(((at + 1) * members.length) / count)),
      );
  }
  return random.shuffled(batches);
}

/** Numbers of a batch. A share `wordDropout` of its different words is shown without an embedding of its own. */
export function batchOf(
  examples: readonly Example[],
  vocabulary: ParserVocabulary,
  wordDropout: number,
  random: Random,
): Batch {
  const sentences = examples.length;
  const length = examples[0]!.words.length + 1;
  const rows = new Map<string, number>();
  const rowOf = (word: string): number => {
    const row = rows.get(word) ?? rows.size;
    rows.set(word, row);
    return row;
  };
  const positions = new Int32Array(sentences * length);
  const operations = new Int32Array(sentences * length);
  const joins = new Int32Array(sentences * length);
  const linkLabels = new Int32Array(sentences * length ** 2);
  const relations: number[] = [];
  const templates: number[] = [];
  const verbs: number[] = [];
  for (const [sentence, { words, labels }] of examples.entries()) {
    positions[sentence * length] = rowOf(virtualWord);
    for (const [at, word] of words.entries()) positions[sentence * length + at + 1] = rowOf(word);
    operations.set(labels.operations, sentence * length);
    joins.set(labels.joins, sentence * length);
    const pair = (from: number, to: number): number => (sentence * length + from) * length + to;
    for (const { kind, from, to } of labels.links) linkLabels[pair(from, to)] = kind;
    for (const { subject, object, template, verb } of labels.relations) {
      linkLabels[pair(subject, object)] = link.relation;
      relations.push(pair(subject, object));
      templates.push(template);
      verbs.push(verb);
    }
  }
  const different = [...rows.keys()].map((word) => {
    const features = vocabulary.features(word);
    return word !== virtualWord && random.uniform() < wordDropout ? { ...features, learned: 0 } : features;
  });
  return {
    sentences,
    length,
    different,
    positions,
    operations,
    joins,
    links: linkLabels,
    relations: Int32Array.from(relations),
    templates: Int32Array.from(templates),
    verbs: Int32Array.from(verbs),
  };
}
