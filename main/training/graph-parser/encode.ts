import type { GoldFact } from '../../metrics/factual/gold-file.ts';
import {
  type CaptionLabels,
  join,
  type Labels,
  type LinkLabel,
  link,
  operation,
  type RelationLabel,
  verbSlot,
} from '../../models/graph-parser/labels.ts';
import { alignName, type NameAlignment, type WordKnowledge } from './align.ts';

/** A fact tied to words; `verb` is the position of the predicate's verb, −1 without one. */
export interface AlignedFact {
  readonly subject: NameAlignment;
  /** Null for a thing of which nothing is said. */
  readonly object: NameAlignment | null;
  readonly predicate: string;
  readonly verb: number;
}

/** Words of predicates that are never verbs to point at. */
const particles = new Set(
  (
    'a an the their its his her each about above across against ahead along alongside among amongst around as at atop away back backward before behind below beneath ' +
    'beside besides between beyond bottom by close corner down edge end face for forward from front have in inside into left like middle near ' +
    'nearby next of off on onto opposite other out outside over part past right side sides through to together top ' +
    'toward towards under underneath up upon with within without both all'
  ).split(' '),
);

/** The virtual word's name. */
export function virtualName(name: string): NameAlignment {
  return { start: 0, head: 0, operations: [`=${name}`], joins: [join.starts] };
}

const distance = (a: NameAlignment, b: NameAlignment): number => Math.abs(a.head - b.head);

/** Names of a graph that no words of the caption make. */
export function unalignedNames(facts: readonly GoldFact[], words: readonly string[], know: WordKnowledge): string[] {
  const names = new Set(facts.flatMap((fact) => (fact.length === 1 ? [fact[0]] : [fact[0], fact[2]])));
  return [...names].filter((name) => alignName(name, words, know).length === 0);
}

/** Whether two names share a position, so that they cannot be subject and object of one fact. */
const overlap = (a: NameAlignment, b: NameAlignment): boolean => a.start <= b.head && b.start <= a.head;

/** Of all ways to place two names, the closest; of equal ones, attributes before their thing and subjects first. */
function closest(
  subjects: readonly NameAlignment[],
  objects: readonly NameAlignment[],
  isAttribute: boolean,
): readonly [NameAlignment, NameAlignment] | null {
  let best: readonly [NameAlignment, NameAlignment] | null = null;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const subject of subjects)
    for (const object of objects) {
      if (overlap(subject, object)) continue;
      const isBefore = object.head < subject.head;
      const cost = distance(subject, object) + (isBefore === isAttribute ? 0 : 0.5);
      if (cost < bestCost) {
        bestCost = cost;
        best = [subject, object];
      }
    }
  return best;
}

/** A caption's facts tied to its words; facts that cannot be are left out, and counted in `lost`. */
export function alignFacts(
  facts: readonly GoldFact[],
  words: readonly string[],
  know: WordKnowledge,
  virtual: ReadonlySet<string>,
): { readonly aligned: AlignedFact[]; readonly lost: number } {
  const places = new Map<string, NameAlignment[]>();
  const placesOf = (name: string): NameAlignment[] => {
    let found = places.get(name);
    if (!found) {
      found = alignName(name, words, know);
      if (found.length === 0 && virtual.has(name)) found = [virtualName(name)];
      places.set(name, found);
    }
    return found;
  };
  /** The words' meanings in the facts so far: a word that stands for one thing cannot stand for another. */
  const taken = new Map<number, string>();
  const free = (name: string): NameAlignment[] => {
    const open = placesOf(name).filter((place) =>
      place.operations.every((kind, offset) => (taken.get(place.start + offset) ?? kind) === kind),
    );
    const canBeVirtual = virtual.has(name) && (taken.get(0) ?? `=${name}`) === `=${name}`;
    return open.length === 0 && canBeVirtual ? [virtualName(name)] : open;
  };
  const take = (name: NameAlignment): void => {
    for (const [offset, kind] of name.operations.entries()) taken.set(name.start + offset, kind);
  };
  const aligned: AlignedFact[] = [];
  let lost = 0;
  for (const fact of facts) {
    if (fact.length === 1) {
      const subject = placesOf(fact[0])[0];
      if (subject) aligned.push({ subject, object: null, predicate: '', verb: -1 });
      else lost++;
      continue;
    }
    const [name, predicate, other] = fact;
    const subjects = free(name);
    const pair =
      closest(subjects, free(other), predicate === 'is') ??
      (virtual.has(other) && !taken.has(0) ? closest(subjects, [virtualName(other)], predicate === 'is') : null);
    if (!pair) {
      lost++;
      continue;
    }
    const [subject, object] = pair;
    take(subject);
    take(object);
    aligned.push({ subject, object, predicate, verb: -1 });
  }
  return { aligned, lost };
}

/** A predicate as a template and the position of its verb: "sit on" over "man sitting on …" is "<V> on" and 2. */
export function templateOf(
  predicate: string,
  words: readonly string[],
  near: number,
  know: WordKnowledge,
): { readonly template: string; readonly verb: number } {
  const parts = predicate.split(' ');
  for (const [index, part] of parts.entries()) {
    if (particles.has(part)) continue;
    let verb = -1;
    for (let at = 1; at <= words.length; at++) {
      const word = words[at - 1]!;
      if (particles.has(word) || know.verb(word) !== part) continue;
      if (verb < 0 || Math.abs(at - near) < Math.abs(verb - near)) verb = at;
    }
    if (verb > 0) return { template: parts.with(index, verbSlot).join(' '), verb };
  }
  return { template: predicate, verb: -1 };
}

/** The numbers of a caption's aligned facts, by the labels of a model; facts with a wording it lacks count as lost. */
export function encodeFacts(
  aligned: readonly AlignedFact[],
  words: readonly string[],
  know: WordKnowledge,
  index: LabelIndex,
): { readonly labels: CaptionLabels; readonly lost: number } {
  // −1: no fact needs this position, so nothing is asked of it.
  const operations = new Int32Array(words.length + 1).fill(-1);
  const joins = new Int32Array(words.length + 1).fill(-1);
  const links: LinkLabel[] = [];
  const relations: RelationLabel[] = [];
  let lost = 0;
  for (const { subject, object, predicate } of aligned) {
    let template = -1;
    let verb = -1;
    if (object && predicate !== 'is') {
      const near = (subject.head + object.head) / 2;
      const found = templateOf(predicate, words, near, know);
      template = index.templates.get(found.template) ?? -1;
      verb = found.verb;
      if (template < 0) {
        template = index.templates.get(predicate) ?? -1;
        verb = -1;
      }
      if (template < 0) {
        lost++;
        continue;
      }
    }
    for (const name of object ? [subject, object] : [subject])
      for (const [offset, kind] of name.operations.entries()) {
        const at = name.start + offset;
        operations[at] = numberOf(kind, index);
        joins[at] = name.joins[offset]!;
      }
    if (!object) links.push({ kind: link.alone, from: subject.head, to: subject.head });
    else if (predicate === 'is') links.push({ kind: link.attribute, from: subject.head, to: object.head });
    else relations.push({ subject: subject.head, object: object.head, template, verb });
  }
  return { labels: { operations, joins, links, relations }, lost };
}

function numberOf(kind: string, index: LabelIndex): number {
  if (kind === 'same' || kind === 'verb') return operation[kind];
  return index.replacements.get(kind.slice(1)) ?? -1;
}

/** Numbers of a model's wordings: operation numbers of replacements, indices of templates. */
export interface LabelIndex {
  readonly replacements: ReadonlyMap<string, number>;
  readonly templates: ReadonlyMap<string, number>;
}

export function labelIndex(labels: Labels): LabelIndex {
  return {
    replacements: new Map(labels.replacements.map((text, at) => [text, operation.replaced + at])),
    templates: new Map(labels.templates.map((text, at) => [text, at])),
  };
}
