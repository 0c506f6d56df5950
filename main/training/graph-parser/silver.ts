import type { GraphObject, SceneGraph, Span } from '../../../preload/contract/scene-graph.ts';
import type { GoldFact } from '../../metrics/factual/gold-file.ts';
import { type Word, wordsOf } from '../../models/graph-parser/tokens.ts';
import { alignName, type NameAlignment, type WordKnowledge } from './align.ts';
import { type AlignedFact, encodeFacts, type LabelIndex } from './encode.ts';
import type { Example } from './examples.ts';

/** A caption and the graph that another parser read from it. */
export interface SilverCaption {
  readonly text: string;
  readonly graph: SceneGraph;
}

/** The graph's facts in FACTUAL's form, to learn wordings from. */
export function silverFacts(graph: SceneGraph, lemmatizer: { verb(word: string): string }): GoldFact[] {
  const name = (at: number): string => graph.objects[at]!.name;
  return [
    ...graph.objects.flatMap((object) => [
      [object.name] as const,
      ...attributesOf(object).map((attribute): GoldFact => [object.name, 'is', attribute.name]),
    ]),
    ...graph.relations.map(({ subject, predicate, object }): GoldFact => {
      const worded = factualPredicate(predicate, (word) => lemmatizer.verb(word));
      return worded.swapped
        ? [name(object), worded.predicate, name(subject)]
        : [name(subject), worded.predicate, name(object)];
    }),
  ];
}

/** Whether the words of a name stand in one of the spans. */
function standsIn({ start, head }: NameAlignment, words: readonly Word[], spans: readonly Span[]): boolean {
  const from = words[start - 1]!.span[0];
  const to = words[head - 1]!.span[1];
  return spans.some(([begin, end]) => from >= begin && to <= end);
}

/**
 * A predicate as FACTUAL words it: the verb in its base form, and what is done by a thing told of that thing ("house
 * surrounded by trees" is `( trees , surround , house )`).
 */
export function factualPredicate(
  predicate: string,
  verb: (word: string) => string,
): { readonly predicate: string; readonly swapped: boolean } {
  const [first = '', second, ...rest] = predicate.split(' ');
  const base = verb(first);
  const isPassive = base !== first && /(?:ed|en|n|t)$/.test(first);
  if (isPassive && rest.length === 0 && (second === 'by' || (second === 'with' && base === 'surround')))
    return { predicate: base, swapped: true };
  return {
    predicate: [/(?:ed|ing|s|en|n|t)$/.test(first) ? base : first, second, ...rest].filter(Boolean).join(' '),
    swapped: false,
  };
}

/**
 * The example of a caption and a graph that another parser read from it. Null where a thing, an attribute or a relation
 * cannot be tied to the words: half a graph would teach that the rest is not there. Loose counts are left out, for
 * FACTUAL's annotators leave them out; they are read by `main/models/graph-parser/counts.ts`.
 */
export function silverExample(
  text: string,
  graph: SceneGraph,
  tools: { readonly know: WordKnowledge; readonly index: LabelIndex; readonly correct: (word: string) => string },
): Example | null {
  const { know, index, correct } = tools;
  const all = wordsOf(text);
  // Marks between sentences are not shown to the network, and a text of several sentences is several examples.
  if (all.slice(0, -1).some(({ text: word }) => /^[.!?;]$/.test(word))) return null;
  const placed = all.filter(({ text: word }) => !/^[.!?;]$/.test(word));
  const words = placed.map(({ text: word }) => correct(word));
  const place = (name: string, spans: readonly Span[]): NameAlignment | undefined =>
    alignName(name, words, know).find((each) => standsIn(each, placed, spans));
  const heads = graph.objects.map((object) => place(object.name, object.spans));
  const facts: AlignedFact[] = [];
  const related = new Set<number>(graph.relations.flatMap(({ subject, object }) => [subject, object]));
  for (const [at, object] of graph.objects.entries()) {
    const head = heads[at];
    if (!head) return null;
    const said = attributesOf(object);
    for (const { name, span } of said) {
      const attribute = place(name, [span ?? [0, text.length]]);
      if (!attribute || attribute.head === head.head) return null;
      facts.push({ subject: head, object: attribute, predicate: 'is', verb: -1 });
    }
    if (said.length === 0 && !related.has(at)) facts.push({ subject: head, object: null, predicate: '', verb: -1 });
  }
  for (const { subject, predicate, object } of graph.relations) {
    const worded = factualPredicate(predicate, know.verb);
    const [from, to] = worded.swapped ? [heads[object]!, heads[subject]!] : [heads[subject]!, heads[object]!];
    if (from.head === to.head) return null;
    facts.push({ subject: from, object: to, predicate: worded.predicate, verb: -1 });
  }
  if (facts.length === 0) return null;
  const encoded = encodeFacts(facts, words, know, index);
  return encoded.lost > 0 ? null : { words, labels: encoded.labels };
}

/** Attributes, and an exact count as FACTUAL writes it: an attribute in digits. */
function attributesOf({ attributes, count }: GraphObject): { readonly name: string; readonly span?: Span }[] {
  const exact = count !== null && count.min === count.max ? [{ name: String(count.min) }] : [];
  return [...exact, ...attributes];
}
