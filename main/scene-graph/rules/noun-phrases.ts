import type { Attribute, Count, Span } from '../../../preload/contract/scene-graph.ts';
import type { WordNet } from '../../text/wordnet.ts';
import { type CountReading, quantifiers, readCount } from './counts.ts';
import type { Lexicon } from './lexicon.ts';
import type { Token } from './tokens.ts';

/** A noun with what describes it. `isObject` is false for nouns that are no thing in the image ("the middle"). */
export interface NounPhrase {
  readonly name: string;
  readonly span: Span;
  readonly count: Count | null;
  readonly attributes: readonly Attribute[];
  /** Has "the", "this", "its": may name a thing that was named before. */
  readonly definite: boolean;
  readonly negated: boolean;
  readonly isObject: boolean;
  /** Only says where, as in "on the left" or "in rows". */
  readonly isLocation: boolean;
  readonly next: number;
}

export interface PhraseResources {
  readonly text: string;
  readonly lexicon: Lexicon;
  readonly wordNet: WordNet;
}

const definiteWords = new Set('the this that these those its their his her both'.split(' '));
/** Describing words that say nothing about the thing itself. */
const emptyDescriptions = new Set(
  'other another such own same different respective certain main whole entire only some more most all both each various following first second last next nearby shaped like typical kind'.split(
    ' ',
  ),
);
/** Pieces that come singly: two pieces of land are two lands, two rows of trees are more than two trees. */
const unitPieces = new Set(
  'piece block patch plot expanse stretch tract strip swath parcel sheet bit circle ring'.split(' '),
);
const kinds = new Set('kind sort type variety diversity mixture collection'.split(' '));

interface Unit {
  readonly from: number;
  readonly to: number;
  readonly lemma: string;
}

/**
 * The noun phrase that starts at `at`, or null. `afterCopula` keeps "are green and large buildings stand" apart: there a
 * bare adjective before "and" belongs to the subject.
 */
export function readNounPhrase(
  tokens: readonly Token[],
  at: number,
  resources: PhraseResources,
  afterCopula = false,
): NounPhrase | null {
  let i = at;
  let definite = false;
  let negated = false;
  while (tokens[i]?.tag === 'determiner' && !startsAmount(tokens, i)) {
    definite ||= definiteWords.has(tokens[i]!.word);
    negated ||= tokens[i]!.word === 'no';
    i++;
  }
  if (tokens[i]?.word === 'other' || tokens[i]?.word === 'only') i++;
  const counted = readCount(tokens, i);
  if (counted !== null) i = counted.next;
  while (tokens[i]?.tag === 'determiner') i++;
  const described = readModifiers(tokens, i, !afterCopula || i > at);
  const units = readUnits(tokens, described.next);
  if (units.length === 0) return null;
  const { head, describing, firstOfName } = splitUnits(tokens, units, resources);
  const attributes = [
    ...attributesOf(tokens, described.indices, describing[0], resources.lexicon),
    ...describing.filter((unit) => unit.lemma !== 'roof').map((unit) => unitAttribute(tokens, unit)),
  ];
  const count = counted === null ? null : statedCount(tokens, at, counted, resources);
  const lemma = head.lemma;
  if (tokens[head.to]?.word === 'of') {
    const inner = readOf(tokens, at, head, { definite, count, attributes }, resources);
    if (inner !== null) return { ...inner, negated: negated || inner.negated };
  }
  const span: Span = [tokens[firstOfName.from]!.start, tokens[head.to - 1]!.end];
  const name = nameOf(units, firstOfName, head, resources.lexicon);
  const isLocation = name === lemma && (resources.lexicon.locations.has(lemma) || resources.lexicon.pieces.has(lemma));
  // "with a red edge": a part that has a colour of its own is a thing to be seen; so is "a number" of nothing.
  const isOwnThing =
    (resources.lexicon.parts.has(lemma) && attributes.some(({ name: word }) => resources.lexicon.colours.has(word))) ||
    (lemma === 'number' && tokens[head.to]?.word !== 'of');
  const isObject = name !== lemma || isOwnThing || isVisible(lemma, resources);
  return { name, span, count, attributes, definite, negated, isObject, isLocation, next: head.to };
}

/** WordNet's topics of things that can be seen: animal, artifact, body, food, group, place, thing, person, plant, shape … */
const visibleTopics = new Set([3, 5, 6, 8, 13, 14, 15, 17, 18, 19, 20, 25, 27]);

/** Whether a bare noun can be a thing in an image: unknown words can, "exercise" and "luxury" cannot. */
function isVisible(lemma: string, { lexicon, wordNet }: PhraseResources): boolean {
  if (lemma.length < 2 || lexicon.nonObjects.has(lemma)) return false;
  if (lexicon.visible.has(lemma)) return true;
  const senses = wordNet.synsets(lemma, 'noun').slice(0, 4);
  return senses.length === 0 || senses.some((synset) => visibleTopics.has(synset.topic));
}

/** "a", when "few", "lot of" or "large number of" follows. */
function startsAmount(tokens: readonly Token[], at: number): boolean {
  return readCount(tokens, at) !== null;
}

function statedCount(tokens: readonly Token[], from: number, counted: CountReading, { text }: PhraseResources): Count {
  let first = from;
  while (
    first < counted.next - 1 &&
    /^(?:the|these|those|other|only|its|their|all|both|this|that)$/.test(tokens[first]!.word)
  )
    first++;
  const span: Span = [tokens[first]!.start, tokens[counted.next - 1]!.end];
  return { ...counted.range, text: text.slice(...span), span };
}

/** Adjectives before the noun, with "very", "and" and commas between them. */
function readModifiers(
  tokens: readonly Token[],
  at: number,
  mayJoin: boolean,
): { readonly indices: readonly number[]; readonly next: number } {
  const indices: number[] = [];
  let i = at;
  for (;;) {
    const tag = tokens[i]?.tag;
    if (tag === 'adjective') {
      indices.push(i);
      i++;
      continue;
    }
    let k = i;
    if (indices.length > 0 && mayJoin && (tag === 'conjunction' || tag === 'comma')) {
      k++;
      if (tokens[k]?.tag === 'conjunction') k++;
    }
    while (tokens[k]?.tag === 'adverb') k++;
    // A count after "and" starts a phrase of its own: "green and several trees".
    const continues = k > i && tokens[k]?.tag === 'adjective' && !quantifiers.has(tokens[k]!.word);
    if (!continues) return { indices, next: i };
    i = k;
  }
}

function readUnits(tokens: readonly Token[], at: number): Unit[] {
  const units: Unit[] = [];
  let i = at;
  while (tokens[i]?.tag === 'noun' && units.length < 4) {
    const token = tokens[i]!;
    const previous = units[units.length - 1];
    if (token.word.length === 1 && previous !== undefined) {
      // "a letter R": the letter itself names nothing.
      units[units.length - 1] = { ...previous, to: i + 1 };
      i++;
      continue;
    }
    const to = i + Math.max(1, token.compoundLength);
    const words = tokens.slice(i, to).map((each) => each.word);
    words[words.length - 1] = tokens[to - 1]!.lemma;
    units.push({ from: i, to, lemma: words.join(' ') });
    i = to;
    // A plural ends its phrase: in "houses roads" a comma or a verb is missing. "sports hall" is in the lexicon.
    if (token.compoundLength === 0 && token.lemma !== token.word && token.word.endsWith('s')) break;
  }
  return units;
}

/** Sorts nouns into the head, those that join its name and those that describe it ("stone | bridge"). */
function splitUnits(tokens: readonly Token[], units: readonly Unit[], { lexicon, wordNet }: PhraseResources) {
  const head = units[units.length - 1]!;
  let first = units.length - 1;
  while (first > 0 && units.length - first < 3) {
    const unit = units[first - 1]!;
    const together = `${unit.lemma} ${head.lemma}`;
    const describes =
      unit.lemma === 'roof' || lexicon.adjectives.has(unit.lemma) || lexicon.adjectives.has(tokens[unit.from]!.word);
    if (describes && !wordNet.has(together, 'noun')) break;
    first--;
  }
  return { head, describing: units.slice(0, first), firstOfName: units[first]! };
}

function nameOf(units: readonly Unit[], first: Unit, head: Unit, lexicon: Lexicon): string {
  const parts = units.slice(units.indexOf(first), units.indexOf(head) + 1).map((unit) => unit.lemma);
  const name = parts.join(' ');
  const known = lexicon.names.get(name);
  if (known !== undefined) return known;
  const last = lexicon.names.get(head.lemma);
  return last === undefined ? name : [...parts.slice(0, -1), last].join(' ');
}

function attributesOf(
  tokens: readonly Token[],
  indices: readonly number[],
  describing: Unit | undefined,
  lexicon: Lexicon,
): Attribute[] {
  const attributes: Attribute[] = [];
  for (let k = 0; k < indices.length; k++) {
    const attribute = readAttribute(tokens, indices[k]!, indices[k + 1] === indices[k]! + 1, lexicon);
    if (attribute === null) continue;
    attributes.push(attribute.value);
    if (attribute.joined) k++;
  }
  const last = attributes[attributes.length - 1];
  if (describing?.lemma === 'roof' && last !== undefined) {
    // "white roof houses": not the houses are white.
    attributes[attributes.length - 1] = {
      name: `${last.name} roof`,
      span: [last.span[0], tokens[describing.to - 1]!.end],
    };
  }
  return attributes;
}

/**
 * The attribute that the adjective at `at` makes, null for words that describe nothing ("other"). A shade joins the colour
 * after it: "dark green".
 */
export function readAttribute(
  tokens: readonly Token[],
  at: number,
  mayJoin: boolean,
  lexicon: Lexicon,
): { readonly value: Attribute; readonly joined: boolean } | null {
  const token = tokens[at]!;
  const next = tokens[at + 1];
  if (emptyDescriptions.has(token.word) || quantifiers.has(token.word)) return null;
  if (mayJoin && next !== undefined && lexicon.shades.has(token.word) && lexicon.colours.has(next.word)) {
    return { value: { name: `${token.word} ${next.word}`, span: [token.start, next.end] }, joined: true };
  }
  return { value: { name: token.lemma, span: [token.start, token.end] }, joined: false };
}

function unitAttribute(tokens: readonly Token[], unit: Unit): Attribute {
  return { name: unit.lemma, span: [tokens[unit.from]!.start, tokens[unit.to - 1]!.end] };
}

interface Outer {
  readonly definite: boolean;
  readonly count: Count | null;
  readonly attributes: readonly Attribute[];
}

/** "rows of trees", "a part of a golf course", "a picture of a river": the phrase after "of" is the thing. */
function readOf(
  tokens: readonly Token[],
  at: number,
  head: Unit,
  outer: Outer,
  resources: PhraseResources,
): NounPhrase | null {
  const { lexicon } = resources;
  const { lemma } = head;
  const isPiece = lexicon.pieces.has(lemma) || lexicon.quantities.has(lemma) || lemma === 'area';
  if (!isPiece && !lexicon.parts.has(lemma) && !lexicon.nonObjects.has(lemma)) return null;
  const inner = readNounPhrase(tokens, head.to + 1, resources);
  if (inner === null || !inner.isObject) return null;
  if (!isPiece) return lemma === 'bank' ? null : inner;
  const from = outer.count?.span?.[0] ?? tokens[at]!.start;
  const wording = resources.text.slice(from, tokens[head.to]!.end);
  return {
    ...inner,
    definite: outer.definite || inner.definite,
    // "a large piece of farmland" is large; the rows of "long rows of trees" are long, not the trees.
    attributes: unitPieces.has(lemma) ? [...outer.attributes, ...inner.attributes] : inner.attributes,
    count: inner.count ?? countOfPieces(lemma, outer.count, wording),
  };
}

/** "four rows of boats" are at least four boats; "narrow rows of boats" states no number. */
function countOfPieces(lemma: string, outer: Count | null, text: string): Count | null {
  if (outer === null || kinds.has(lemma) || lemma === 'area') return null;
  return unitPieces.has(lemma) ? { ...outer, text } : { min: Math.max(2, outer.min), max: null, text };
}
