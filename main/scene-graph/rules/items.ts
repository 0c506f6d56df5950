import type { Attribute, Span } from '../../../preload/contract/scene-graph.ts';
import { type NounPhrase, type PhraseResources, readAttribute, readNounPhrase } from './noun-phrases.ts';
import { type PrepositionReading, readPreposition } from './prepositions.ts';
import type { Token } from './tokens.ts';

/** A caption's building blocks, in order: what the relation rules walk over. */
export type Item =
  | { readonly kind: 'phrase'; readonly phrase: NounPhrase }
  | {
      readonly kind: 'preposition';
      readonly words: readonly string[];
      readonly sense: PrepositionReading['kind'];
      readonly span: Span;
    }
  | {
      readonly kind: 'verb';
      readonly word: string;
      readonly lemma: string;
      readonly form: VerbForm;
      readonly span: Span;
    }
  | { readonly kind: 'adjective'; readonly attribute: Attribute }
  | { readonly kind: 'have'; readonly span: Span }
  | { readonly kind: 'pronoun'; readonly word: string }
  | { readonly kind: 'be' | 'and' | 'while' | 'comma' | 'which' | 'there' | 'not' | 'stop' };

export type PrepositionItem = Extract<Item, { kind: 'preposition' }>;
export type VerbItem = Extract<Item, { kind: 'verb' }>;

export type VerbForm = 'participle' | 'progressive' | 'finite';

const relatives = new Set(['which', 'that', 'where', 'who']);
const modals = new Set(['can', 'could', 'may', 'might', 'will', 'would', 'do', 'does', 'did', 'must', 'should', 'to']);
const particles = new Set(['up', 'out', 'off', 'down', 'together', 'away']);
const expletives = new Set(['there', 'here']);

/** Cuts tagged words into phrases, predicates and joints. Adverbs and unreadable marks are dropped. */
export function readItems(tokens: readonly Token[], resources: PhraseResources): Item[] {
  const items: Item[] = [];
  let i = 0;
  while (i < tokens.length) {
    const token = tokens[i]!;
    const span: Span = [token.start, token.end];
    if (token.word === 'as' && tokens[i + 1]?.word === 'well' && tokens[i + 2]?.word === 'as') {
      items.push({ kind: 'and' });
      i += 3;
      continue;
    }
    if (token.word === 'that' && tokens[i + 1] !== undefined && /^(?:verb|auxiliary)$/.test(tokens[i + 1]!.tag)) {
      items.push({ kind: 'which' });
      i++;
      continue;
    }
    const stand = standInAt(tokens, i);
    if (stand !== null) {
      for (const k of stand.described) {
        const read = readAttribute(tokens, k, false, resources.lexicon);
        if (read !== null) items.push({ kind: 'adjective', attribute: read.value });
      }
      i = stand.next;
      continue;
    }
    const last = items[items.length - 1]?.kind;
    // "made up of", "fanned out in": the particle adds nothing.
    if (last === 'verb' && particles.has(token.word)) {
      i++;
      continue;
    }
    // "at least two cranes" is a count, not a place.
    const isBound = token.word === 'at' && tokens[i + 1]?.word === 'least';
    const preposition = isBound ? null : readPreposition(tokens, i, resources.lexicon);
    if (preposition !== null) {
      const end = tokens[preposition.next - 1]!.end;
      items.push({ kind: 'preposition', words: preposition.words, sense: preposition.kind, span: [token.start, end] });
      i = preposition.next;
      continue;
    }
    const phrase = readNounPhrase(tokens, i, resources, last === 'be' || last === 'adjective');
    if (phrase !== null && phrase.next > i) {
      items.push({ kind: 'phrase', phrase });
      i = phrase.next;
      continue;
    }
    if (token.tag === 'adjective') {
      const read = readAttribute(tokens, i, tokens[i + 1]?.tag === 'adjective', resources.lexicon);
      if (read !== null) items.push({ kind: 'adjective', attribute: read.value });
      i += read?.joined === true ? 2 : 1;
      continue;
    }
    const item = readOther(token, span);
    if (item !== null) items.push(item);
    i++;
  }
  return items;
}

/** "a small one", "the green ones": stands for a thing named before and names none; what it says describes that thing. */
function standInAt(tokens: readonly Token[], at: number): { described: readonly number[]; next: number } | null {
  if (tokens[at]?.tag !== 'determiner') return null;
  const described: number[] = [];
  let i = at + 1;
  while (tokens[i]?.tag === 'adjective' || tokens[i]?.tag === 'adverb') {
    if (tokens[i]?.tag === 'adjective') described.push(i);
    i++;
  }
  const isOne = /^ones?$/.test(tokens[i]?.word ?? '') && tokens[i + 1]?.tag !== 'noun';
  return isOne && described.length > 0 ? { described, next: i + 1 } : null;
}

function readOther(token: Token, span: Span): Item | null {
  const { word, tag, lemma } = token;
  if (tag === 'stop') return { kind: 'stop' };
  if (tag === 'comma') return { kind: 'comma' };
  if (word === 'and' || word === 'or' || word === '&') return { kind: 'and' };
  if (word === 'while' || word === 'but' || word === 'whereas') return { kind: 'while' };
  if (expletives.has(word)) return { kind: 'there' };
  if (word === 'not' || word === "n't") return { kind: 'not' };
  if (word === "'s") return { kind: 'have', span };
  if (relatives.has(word)) return { kind: 'which' };
  if (lemma === 'be' && tag === 'auxiliary') return { kind: 'be' };
  if (lemma === 'have' || ((lemma === 'own' || lemma === 'contain') && tag === 'verb')) return { kind: 'have', span };
  if (modals.has(word)) return null;
  if (tag === 'verb' || tag === 'auxiliary') return { kind: 'verb', word, lemma, form: formOf(word, lemma), span };
  if (tag === 'pronoun' || tag === 'determiner' || word === 'other') return { kind: 'pronoun', word };
  return null;
}

function formOf(word: string, lemma: string): VerbForm {
  if (word === lemma || word === `${lemma}s` || word === `${lemma}es`) return 'finite';
  return word.endsWith('ing') ? 'progressive' : word.endsWith('s') ? 'finite' : 'participle';
}
