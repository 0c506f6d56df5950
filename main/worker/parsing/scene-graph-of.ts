import type { Attribute, Count, Relation, SceneGraph, Span } from '../../../preload/contract/scene-graph.ts';
import type { ReadSentence } from '../../models/graph-parser/caption-parser.ts';
import type { Fact } from '../../models/graph-parser/facts.ts';
import type { Word } from '../../models/graph-parser/tokens.ts';
import { nameStart } from '../../models/graph-parser/word-forms.ts';
import type { Lemmatizer } from '../../text/lemmatizer.ts';
import { numberValue } from '../../text/number-words.ts';
import { statedCounts } from './loose-counts.ts';

/** Bounds on a graph, far above any caption. */
const mostObjects = 200;
const mostRelations = 1000;

const nowhere: Span = [0, 0];
/** Words before a thing that say it was named before. */
const definite = new Set(['the', 'this', 'that', 'these', 'those', 'its', 'their']);

interface Draft {
  readonly name: string;
  readonly surface: string;
  readonly spans: Span[];
  readonly attributes: Attribute[];
  count: Count | null;
}

/**
 * The scene graph of a text from its sentences: things by their base forms with the words they stand for, counts, attributes
 * and relations with their spans. A thing with an article that says it is known ("the road") is the one of that name
 * before it; other namesakes are things of their own.
 */
export function sceneGraphOf(text: string, sentences: readonly ReadSentence[], lemmatizer: Lemmatizer): SceneGraph {
  const objects: Draft[] = [];
  const relations: Relation[] = [];
  for (const sentence of sentences) {
    const places = placeObjects(text, sentence, objects, lemmatizer);
    for (const fact of sentence.facts) {
      const subject = places.get(fact.subjectAt);
      if (subject === undefined || fact.predicate === null) continue;
      if (fact.predicate === 'is') describe(objects[subject]!, fact, sentence);
      else {
        const object = places.get(fact.objectAt);
        if (object === undefined || object === subject || relations.length >= mostRelations) continue;
        relations.push({ subject, predicate: fact.predicate, object, span: predicateSpan(fact, sentence) });
      }
    }
    countObjects(sentence, objects, places);
  }
  return { objects, relations };
}

/** Adds the sentence's things to `objects`, left to right; head position → index of the object. */
function placeObjects(
  text: string,
  { words, labels, facts }: ReadSentence,
  objects: Draft[],
  lemmatizer: Lemmatizer,
): Map<number, number> {
  const names = new Map<number, string>();
  for (const { subject, predicate, object, subjectAt, objectAt } of facts) {
    names.set(subjectAt, subject);
    if (predicate !== null && predicate !== 'is') names.set(objectAt, object!);
  }
  const places = new Map<number, number>();
  for (const [head, raw] of [...names].sort(([a], [b]) => a - b)) {
    const name = baseForm(raw, lemmatizer);
    const start = nameStart(head, labels.joins);
    const span: Span | null = head > 0 ? [words[start - 1]!.span[0], words[head - 1]!.span[1]] : null;
    const known = isKnown(words, start, head) ? objects.findIndex((object) => object.name === name) : -1;
    if (known >= 0) {
      if (span) objects[known]!.spans.push(span);
      places.set(head, known);
    } else if (objects.length < mostObjects) {
      places.set(head, objects.length);
      const surface = span ? text.slice(...span) : name;
      objects.push({ name, surface, spans: span ? [span] : [], attributes: [], count: null });
    }
  }
  return places;
}

/** Whether the thing was named before: its article says so, or no word names it. */
function isKnown(words: readonly Word[], start: number, head: number): boolean {
  return head === 0 || definite.has(words[start - 2]?.text ?? '');
}

/** "storage tanks" → "storage tank". */
function baseForm(name: string, lemmatizer: Lemmatizer): string {
  const at = Math.max(name.lastIndexOf(' '), name.lastIndexOf('-')) + 1;
  return name.slice(0, at) + lemmatizer.noun(name.slice(at));
}

function describe(object: Draft, { object: name, objectAt }: Fact, { words, labels }: ReadSentence): void {
  const start = nameStart(objectAt, labels.joins);
  const span: Span = objectAt > 0 ? [words[start - 1]!.span[0], words[objectAt - 1]!.span[1]] : nowhere;
  const value = /^\d+$/.test(name!) ? numberValue(name!) : null;
  if (value !== null) {
    const text = objectAt > 0 ? words[objectAt - 1]!.text : name!;
    object.count ??= { min: value, max: value, text, span };
  } else if (!object.attributes.some((known) => known.name === name)) object.attributes.push({ name: name!, span });
}

/** Words that may stand between a count and the thing it counts. */
const farthestCounted = 5;

/** Gives stated counts to the things that follow them, where the network has not read one. */
function countObjects(sentence: ReadSentence, objects: readonly Draft[], places: ReadonlyMap<number, number>): void {
  const { words, labels } = sentence;
  const heads = [...places.keys()].filter((head) => head > 0).sort((a, b) => a - b);
  for (const { count, next } of statedCounts(words)) {
    const head = heads.find((each) => nameStart(each, labels.joins) > next);
    if (head === undefined || nameStart(head, labels.joins) - 1 - next > farthestCounted) continue;
    const between = words.slice(next, nameStart(head, labels.joins) - 1);
    if (between.some(({ text }) => barriers.has(text))) continue;
    const object = objects[places.get(head)!]!;
    object.count = count;
  }
}

/** A count does not reach over these. */
const barriers = new Set(
  'in on at by near beside with and is are to from between along around next behind over under side sides end ends part parts'.split(
    ' ',
  ),
);

/** From the first to the last word of the predicate that stands in the sentence. */
function predicateSpan({ predicate, verbAt, subjectAt, objectAt }: Fact, { words }: ReadSentence): Span {
  const wanted = new Set(predicate!.split(' '));
  const from = Math.min(subjectAt, objectAt);
  const to = Math.max(subjectAt, objectAt);
  const found = words.flatMap(({ text, span }, index) => {
    const at = index + 1;
    return at === verbAt || (at > from && at < to && wanted.has(text)) ? [span] : [];
  });
  return found.length === 0
    ? nowhere
    : [Math.min(...found.map(([start]) => start)), Math.max(...found.map(([, end]) => end))];
}
