import { assign } from '../../../main/scene-graph/assignment.ts';
import { sharedMatcher } from '../../../main/scene-graph/match.ts';
import { predicateForm } from '../../../main/scene-graph/predicate-form.ts';
import type { GraphObject, Relation, SceneGraph } from '../../../preload/contract/scene-graph.ts';
import type { GoldCase, GoldObject, GoldRelation, GoldTriple } from './read-gold.ts';

/** What was said right, what was left out, what was made up. */
export interface Tally {
  right: number;
  missed: string[];
  invented: string[];
}
export interface GoldScore {
  /** Objects by synonym groups, misspellings and compound heads, as the app compares them. */
  readonly objects: Tally;
  /** The same by equal names alone. */
  readonly exactNames: Tally;
  /** Counts of the objects found: `missed` holds every wrong one, also a count that nobody states. */
  readonly counts: Tally;
  readonly attributes: Tally;
  readonly relations: Tally;
}

const matcher = sharedMatcher();
/** Names of one thing: synonyms, misspellings, compound heads; kinds-of and near names are mistakes. */
const sameThing = 0.8;

const tally = (): Tally => ({ right: 0, missed: [], invented: [] });
export const emptyScore = (): GoldScore => ({
  objects: tally(),
  exactNames: tally(),
  counts: tally(),
  attributes: tally(),
  relations: tally(),
});

/** F1 over a tally, 0…1; null where nothing was to be said and nothing was. */
export function f1(score: Tally): number | null {
  const all = 2 * score.right + score.missed.length + score.invented.length;
  return all === 0 ? null : (2 * score.right) / all;
}

/** Share of counts that are right, 0…1. */
export function countsRight({ right, missed }: Tally): number | null {
  return right + missed.length === 0 ? null : right / (right + missed.length);
}

/** Adds what a parser made of one caption. Every mistake is written down with the caption's id. */
export function addScore(score: GoldScore, gold: GoldCase, graph: SceneGraph): void {
  const say = (text: string) => `${text}  [${gold.id}]`;
  const places = pair(gold.objects, graph.objects);
  const found = new Map<string, number>();
  for (const [i, object] of gold.objects.entries()) if (places[i] !== -1) found.set(object.key, places[i]!);
  const taken = new Set(found.values());
  for (const [i, object] of gold.objects.entries()) {
    const own = graph.objects[places[i]!];
    if (!object.optional) {
      if (own) score.objects.right++;
      else score.objects.missed.push(say(object.key));
      if (own?.name === object.name) score.exactNames.right++;
      else score.exactNames.missed.push(say(`${object.name} (${own?.name ?? 'nothing'})`));
      if (own !== undefined && own.name !== object.name) score.exactNames.invented.push(say(own.name));
      scoreCount(score.counts, object, own, say);
    }
    scoreAttributes(score.attributes, object, own, say);
  }
  for (const [i, object] of graph.objects.entries()) {
    if (taken.has(i)) continue;
    score.objects.invented.push(say(object.name));
    score.exactNames.invented.push(say(object.name));
    for (const { name } of object.attributes) score.attributes.invented.push(say(`${object.name}: ${name}`));
  }
  scoreRelations(score.relations, gold.relations, graph, found, say);
}

function pair(gold: readonly GoldObject[], own: readonly GraphObject[]): number[] {
  const scores = gold.map((object) =>
    own.map((other) => {
      const score = matcher.objects(object.name, other.name)?.score ?? (headOf(object.name) === other.name ? 0.8 : 0);
      if (score < sameThing) return 0;
      const shared = object.attributes.filter(({ name }) => other.attributes.some((a) => sameAttribute(a.name, name)));
      const unlike = object.attributes.length + other.attributes.length - 2 * shared.length;
      return 0.8 * score + (sameCount(object, other) ? 0.1 : 0) + 0.1 / (1 + unlike);
    }),
  );
  return assign(scores);
}

const headOf = (name: string) => name.slice(name.lastIndexOf(' ') + 1);
const modifiersOf = (name: string) => name.split(' ').slice(0, -1);

function sameCount(gold: GoldObject, own: GraphObject): boolean {
  return gold.count?.min === own.count?.min && gold.count?.max === own.count?.max;
}

function scoreCount(score: Tally, gold: GoldObject, own: GraphObject | undefined, say: (text: string) => string): void {
  const optional = gold.count?.optional === true;
  if (own === undefined || (optional && own.count === null) || (gold.count === null && own.count === null)) return;
  if (sameCount(gold, own)) score.right++;
  else score.missed.push(say(`${gold.key}: ${show(gold.count)}, read ${show(own.count)}`));
}

function show(count: { readonly min: number; readonly max: number | null } | null): string {
  if (count === null) return 'none';
  return count.min === count.max ? String(count.min) : `${count.min}–${count.max ?? ''}`;
}

/** "compactly arranged" is "arranged", "heart-shaped" is "heart shaped". */
const plain = (name: string) =>
  name
    .toLowerCase()
    .split(/[\s-]+/)
    .filter((word, _, all) => all.length === 1 || !/.ly$|^together$|^up$/.test(word))
    .join(' ');
const sameAttribute = (a: string, b: string) => plain(a) === plain(b) || matcher.attributes(a, b);

function scoreAttributes(
  score: Tally,
  gold: GoldObject,
  own: GraphObject | undefined,
  say: (text: string) => string,
): void {
  const said = own?.attributes.map(({ name }) => name) ?? [];
  const inName = own === undefined ? [] : modifiersOf(own.name);
  for (const { name, optional } of gold.attributes) {
    if (optional) continue;
    if ([...said, ...inName].some((other) => sameAttribute(name, other))) score.right++;
    else if (!gold.optional) score.missed.push(say(`${gold.key}: ${name}`));
  }
  const known = [...gold.attributes.map(({ name }) => name), ...modifiersOf(gold.name)];
  for (const name of said) {
    if (!known.some((other) => sameAttribute(name, other))) score.invented.push(say(`${gold.key}: ${name}`));
  }
}

function scoreRelations(
  score: Tally,
  gold: readonly GoldRelation[],
  graph: SceneGraph,
  found: ReadonlyMap<string, number>,
  say: (text: string) => string,
): void {
  const says = (relation: Relation, { subject, predicate, object }: GoldTriple) => {
    const form = predicateForm(predicate);
    const own = predicateForm(relation.predicate);
    const ends = form.swapped === own.swapped ? [subject, object] : [object, subject];
    if (found.get(ends[0]!) !== relation.subject || found.get(ends[1]!) !== relation.object) return false;
    return matcher.predicates(form.form, own.form);
  };
  for (const { optional, readings } of gold) {
    if (optional) continue;
    const isSaid = graph.relations.some((relation) => readings.some((reading) => says(relation, reading)));
    const [first] = readings;
    if (isSaid) score.right++;
    else if (first) score.missed.push(say(`${first.subject} > ${first.predicate} > ${first.object}`));
  }
  for (const relation of graph.relations) {
    if (gold.some(({ readings }) => readings.some((reading) => says(relation, reading)))) continue;
    const nameOf = (index: number) => graph.objects[index]?.name ?? '';
    score.invented.push(say(`${nameOf(relation.subject)} > ${relation.predicate} > ${nameOf(relation.object)}`));
  }
}
