import model from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import type { Lemmatizer } from '../../text/lemmatizer.ts';
import type { WordNet } from '../../text/wordnet.ts';
import { isNumberWord, quantifiers } from './counts.ts';
import type { Lexicon } from './lexicon.ts';
import { spatialPrepositions } from './prepositions.ts';
import type { Speller } from './spelling.ts';
import { type Tag, type Token, tokenize } from './tokens.ts';

const wink = winkNLP(model, ['pos']);

const universalTags: Readonly<Record<string, Tag>> = {
  NOUN: 'noun',
  PROPN: 'noun',
  ADJ: 'adjective',
  VERB: 'verb',
  AUX: 'auxiliary',
  ADV: 'adverb',
  DET: 'determiner',
  NUM: 'number',
  ADP: 'preposition',
  CCONJ: 'conjunction',
  SCONJ: 'other',
  PRON: 'pronoun',
};

const determiners = new Set(
  'a an the this that these those its their his her our your my some any each every another all both no either neither'.split(
    ' ',
  ),
);
const bareForms = new Set('it they them he she we you i there here what who which'.split(' '));
const beForms = new Set('is are was were be been being'.split(' '));
const haveForms = new Set('has have had having'.split(' '));
const describingEndings = /-(?:shaped|like|sized|size|colored|coloured|lined|way|lane|rise|story|storey|roofed|style)$/;

/** The tagger's resources. */
export interface TaggingResources {
  readonly lexicon: Lexicon;
  readonly lemmatizer: Lemmatizer;
  readonly wordNet: WordNet;
  readonly speller: Speller;
}

/**
 * Words of a caption with part of speech, base form and lexicon compounds: wink-nlp's tagger first, then corrections for
 * what captions of aerial images do that its training text does not ("medium residential area", "roads cross each other").
 */
export function tagCaption(text: string, resources: TaggingResources): Token[] {
  const tokens = tokenize(text, (word) => resources.speller.correct(word));
  tagWithWink(tokens);
  for (const token of tokens) applyWordRules(token);
  markCompounds(tokens, resources);
  joinDescriptions(tokens);
  correctByNeighbours(tokens, resources);
  for (const token of tokens) token.lemma = baseForm(token, resources);
  return tokens;
}

function tagWithWink(tokens: readonly Token[]): void {
  const open = tokens.filter((token) => token.tag === 'other' && /^[a-z0-9][a-z0-9'-]*$/.test(token.word));
  if (open.length === 0) return;
  // Only words go in, joined by single blanks, so the tagger's own tokens can be laid over ours by position.
  const isFull = (token: Token) => token.tag !== 'other' || open.includes(token);
  const sent = open.length === tokens.length ? open : tokens.filter(isFull);
  const document = wink.readDoc(sent.map((token) => token.word).join(' '));
  const values = document.tokens().out();
  const tags = document.tokens().out(wink.its.pos) as string[];
  let next = 0;
  for (const token of sent) {
    let rest = token.word.length;
    let tag: string | undefined;
    while (rest > 0 && next < values.length) {
      rest -= values[next]?.length ?? rest;
      tag = tags[next];
      next++;
    }
    // The last part decides: "tree-lined" is what "lined" is.
    if (token.tag === 'other' && tag !== undefined) token.tag = universalTags[tag] ?? 'other';
  }
}

function applyWordRules(token: Token): void {
  const { word } = token;
  if (token.tag === 'comma' || token.tag === 'stop' || word === "'s") return;
  if (isNumberWord(word)) token.tag = 'number';
  else if (beForms.has(word)) token.tag = 'auxiliary';
  else if (haveForms.has(word)) token.tag = 'auxiliary';
  else if (word === 'and' || word === 'or') token.tag = 'conjunction';
  else if (bareForms.has(word)) token.tag = 'pronoun';
  else if (determiners.has(word)) token.tag = 'determiner';
  else if (quantifiers.has(word)) token.tag = 'adjective';
  else if (spatialPrepositions.has(word)) token.tag = 'preposition';
  else if (describingEndings.test(word)) token.tag = 'adjective';
  else if (/surround(?:s|ed)?$/.test(word) || word === 'constitute') token.tag = 'verb';
}

/** "saddle shaped river", "yellow roofed houses": the words before such an ending are part of the description. */
function joinDescriptions(tokens: Token[]): void {
  for (let i = 1; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (!/^(?:shaped|roofed|colou?red|sized|sided|styled)$/.test(token.word)) continue;
    const after = tokens[i + 1]?.tag;
    if (after !== 'noun' && after !== 'adjective') continue;
    let first = i - 1;
    const describes = (k: number) => tokens[k] !== undefined && /^(?:noun|adjective)$/.test(tokens[k].tag);
    if (!describes(first) || quantifiers.has(tokens[first]!.word)) continue;
    // "fish scale shaped": two nouns, when nothing else can be their head.
    if (tokens[first]!.tag === 'noun' && tokens[first - 1]?.tag === 'noun') first--;
    const parts = tokens.slice(first, i + 1);
    tokens.splice(first, parts.length, {
      text: parts.map(({ text }) => text).join(' '),
      word: parts.map(({ word }) => word).join(' '),
      start: parts[0]!.start,
      end: token.end,
      tag: 'adjective',
      lemma: '',
      compoundLength: 0,
    });
    i = first;
  }
}

function markCompounds(tokens: readonly Token[], { lexicon, lemmatizer }: TaggingResources): void {
  for (let i = 0; i < tokens.length; i++) {
    const candidates = lexicon.compounds.get(tokens[i]!.word);
    const found = candidates?.find((parts) =>
      parts.every((part, k) => {
        const word = tokens[i + k]?.word;
        return word === part || (k === parts.length - 1 && word !== undefined && lemmatizer.noun(word) === part);
      }),
    );
    if (found === undefined) continue;
    tokens[i]!.compoundLength = found.length;
    for (let k = 0; k < found.length; k++) tokens[i + k]!.tag = 'noun';
    i += found.length - 1;
  }
}

const participle = /(?:ed|en|ing|own|grown|built|cut)$/;

function correctByNeighbours(tokens: readonly Token[], resources: TaggingResources): void {
  const { lexicon, lemmatizer, wordNet } = resources;
  let inCompound = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.compoundLength > 0) inCompound = token.compoundLength;
    if (inCompound > 0) {
      inCompound--;
      continue;
    }
    const { word } = token;
    const before = tokens[i - 1];
    const after = tokens[i + 1];
    const nominalAfter = after !== undefined && (after.tag === 'noun' || after.tag === 'adjective');
    const opensPhrase = before === undefined || opening(before);
    if (isClauseVerb(tokens, i, resources)) token.tag = 'verb';
    else if (nominalAfter && lexicon.adjectives.has(word) && (token.tag !== 'verb' || opensDescription(before)))
      token.tag = 'adjective';
    else if (lexicon.colours.has(word) && token.tag === 'noun' && before?.tag !== 'determiner') token.tag = 'adjective';
    else if (token.tag === 'verb' && participle.test(word) && after?.tag === 'noun' && opensPhrase)
      token.tag = 'adjective';
    else if (
      token.tag === 'verb' &&
      participle.test(word) &&
      after?.tag === 'adjective' &&
      before?.tag === 'determiner'
    )
      token.tag = 'adjective';
    else if (token.tag === 'verb' && opensNoun(before) && !nominalAfter && wordNet.has(lemmatizer.noun(word), 'noun'))
      token.tag = 'noun';
    else if (isProgressive(tokens, i, resources)) token.tag = 'verb';
    else if (
      token.tag === 'verb' &&
      haveForms.has(before?.word ?? '') &&
      !participle.test(word) &&
      wordNet.has(lemmatizer.noun(word), 'noun')
    )
      token.tag = 'noun';
    else if (token.tag === 'noun' && before?.tag === 'noun' && isPlural(before, resources) && startsComplement(after)) {
      if (!isPlural(token, resources) && wordNet.has(lemmatizer.verb(word), 'verb')) token.tag = 'verb';
    } else if (token.tag === 'adjective' && participle.test(word) && after?.tag === 'preposition') {
      if (before?.tag !== 'determiner' && wordNet.has(lemmatizer.verb(word), 'verb')) token.tag = 'verb';
    } else if (token.tag === 'adjective' && opensNoun(before) && endsPhrase(tokens, i + 1)) {
      // "a public square", where nothing follows that "square" could describe.
      if (!lexicon.colours.has(word) && isThing(lemmatizer.noun(word), wordNet)) token.tag = 'noun';
    }
  }
}

/** "the road separates the fields", "two trails cross the lawn": number agrees and a complement follows. */
function isClauseVerb(tokens: readonly Token[], at: number, resources: TaggingResources): boolean {
  const token = tokens[at]!;
  const before = tokens[at - 1];
  const after = tokens[at + 1];
  if (token.tag !== 'noun' || before?.tag !== 'noun' || after?.word === 'of' || !startsComplement(after)) return false;
  const lemma = resources.lemmatizer.verb(token.word);
  if (!resources.lexicon.clauseVerbs.has(lemma)) return false;
  const isMany = isPlural(before, resources) || isCounted(tokens, at - 1);
  return token.word === lemma ? isMany : token.word.endsWith('s') && !isPlural(before, resources);
}

/** "three flyover": a number stands for the plural that is missing. */
function isCounted(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  return before?.tag === 'number' && before.word !== 'one' && before.word !== '1';
}

/** Nouns that end like a verb in progress. */
const thingsInIng = new Set(
  (
    'building parking painting railing crossing ceiling awning piping siding wing ring king string spring morning evening ' +
    'clothing lighting landing swing sling planting housing greening opening clearing flooring paving marking covering ' +
    'thing sibling duckling being'
  ).split(' '),
);

/** "a woman standing on the grass", "people swimming": what the noun before it does. */
function isProgressive(tokens: readonly Token[], at: number, { lemmatizer, wordNet }: TaggingResources): boolean {
  const { tag, word } = tokens[at]!;
  const before = tokens[at - 1];
  if (tag !== 'noun' || !word.endsWith('ing') || before?.tag !== 'noun' || thingsInIng.has(word)) return false;
  const verb = lemmatizer.verb(word);
  return verb !== word && startsComplement(tokens[at + 1]) && !wordNet.has(`${before.word} ${word}`, 'noun');
}

/** Whether the tagger's adjective has a common sense as an artifact, a place or a natural object. */
function isThing(word: string, wordNet: WordNet): boolean {
  const first = wordNet.synsets(word, 'noun').slice(0, 3);
  return first.some((synset) => synset.topic === 6 || synset.topic === 15 || synset.topic === 17);
}

function endsPhrase(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token === undefined || /^(?:preposition|stop|verb|auxiliary)$/.test(token.tag)) return true;
  if (token.tag !== 'conjunction' && token.tag !== 'comma') return false;
  const following = tokens[at + 1];
  return following === undefined || following.tag !== 'adjective' || quantifiers.has(following.word);
}

/** Whether a phrase's describing words may follow: "some | parked cars", "with | planted trees". */
function opening(token: Token): boolean {
  return (
    token.tag === 'determiner' ||
    token.tag === 'adjective' ||
    token.tag === 'number' ||
    token.tag === 'preposition' ||
    token.tag === 'conjunction' ||
    token.tag === 'comma' ||
    token.tag === 'stop'
  );
}

/** "an almost | circle building": no verb can stand there. */
function opensDescription(token: Token | undefined): boolean {
  return token?.tag === 'determiner' || (token?.tag === 'adverb' && token.word === 'almost');
}

function opensNoun(token: Token | undefined): boolean {
  return token !== undefined && (token.tag === 'determiner' || token.tag === 'adjective' || token.tag === 'number');
}

function startsComplement(token: Token | undefined): boolean {
  return token === undefined || /^(?:preposition|determiner|pronoun|adverb|number|stop|adjective)$/.test(token.tag);
}

function isPlural(token: Token, { lemmatizer }: TaggingResources): boolean {
  return token.word.endsWith('s') && lemmatizer.noun(token.word) !== token.word;
}

function baseForm(token: Token, { lemmatizer }: TaggingResources): string {
  if (token.tag === 'noun') return lemmatizer.noun(token.word);
  if (token.tag === 'verb' || token.tag === 'auxiliary') return lemmatizer.verb(token.word);
  if (token.tag === 'adjective') return lemmatizer.adjective(token.word);
  return token.word;
}
