import { readResource, resourcesDirectory } from './resources.ts';
import { type PartOfSpeech, sharedWordNet, type WordNet } from './wordnet.ts';

type Inflected = Exclude<PartOfSpeech, 'adverb'>;
const inflected: readonly Inflected[] = ['noun', 'verb', 'adjective'];

/** WordNet's detachment rules, morphy(7WN): ending → replacement, tried in this order. */
const detachments: Readonly<Record<Inflected, readonly (readonly [string, string])[]>> = {
  noun: [
    ['s', ''],
    ['ses', 's'],
    ['xes', 'x'],
    ['zes', 'z'],
    ['ches', 'ch'],
    ['shes', 'sh'],
    ['ves', 'f'],
    ['men', 'man'],
    ['ies', 'y'],
  ],
  verb: [
    ['s', ''],
    ['ies', 'y'],
    ['es', 'e'],
    ['es', ''],
    ['ed', 'e'],
    ['ed', ''],
    ['ing', 'e'],
    ['ing', ''],
  ],
  adjective: [
    ['er', ''],
    ['est', ''],
    ['er', 'e'],
    ['est', 'e'],
  ],
};

/** Plurals in form that name one thing, or a thing of their own: "woods" is not "wood". */
const invariable = new Set([
  'woods',
  'crossroads',
  'headquarters',
  'species',
  'series',
  'means',
  'barracks',
  'quarters',
]);
/** Positives that look like comparatives of another adjective. */
const notComparative = new Set([
  'outer',
  'inner',
  'upper',
  'lower',
  'former',
  'latter',
  'over',
  'under',
  'proper',
  'other',
]);

/**
 * Base forms of English nouns, verbs and adjectives: WordNet's exception lists first, then its detachment rules, a result
 * counting only when WordNet has it. Words WordNet does not know get the regular rule alone ("viaducts" → "viaduct").
 */
export class Lemmatizer {
  readonly #wordNet: WordNet;
  readonly #exceptions: Readonly<Record<Inflected, ReadonlyMap<string, string>>>;
  readonly #known = new Map<string, string>();

  /** `resources` holds lexicons/wordnet-exceptions; throws `AppError('unreadable_file')` when it does not. */
  constructor(wordNet: WordNet = sharedWordNet(), resources: string = resourcesDirectory()) {
    this.#wordNet = wordNet;
    const read = (name: string) => readExceptions(readResource(resources, `lexicons/wordnet-exceptions/${name}.exc`));
    this.#exceptions = { noun: read('noun'), verb: read('verb'), adjective: read('adj') };
  }

  /** The singular of a noun, lower case: "tanks" → "tank", "churches" → "church", "grass" → "grass". */
  noun(word: string): string {
    return this.#lemma(word, 'noun');
  }

  /** The infinitive of a verb, lower case: "lies" → "lie", "surrounded" → "surround", "planted" → "plant". */
  verb(word: string): string {
    return this.#lemma(word, 'verb');
  }

  /** The positive of an adjective, lower case: "larger" → "large". */
  adjective(word: string): string {
    return this.#lemma(word, 'adjective');
  }

  /**
   * Base forms of a lower-case word of any part of speech, as METEOR looks synonyms up: all that the exception lists name,
   * else the first that a detachment rule makes and WordNet has, else none. "planes" → ["plane"], "men" → ["man"].
   */
  bases(word: string): readonly string[] {
    const named = inflected.flatMap((partOfSpeech) => this.#exceptions[partOfSpeech].get(word) ?? []);
    if (named.length > 0) return named;
    if (word.endsWith('ss') || word.length < 3) return [];
    const base = inflected
      .flatMap((partOfSpeech) => detach(word, partOfSpeech))
      .find((candidate) => this.#wordNet.knows(candidate));
    return base === undefined ? [] : [base];
  }

  #lemma(word: string, partOfSpeech: Inflected): string {
    const key = `${partOfSpeech}:${word}`;
    let lemma = this.#known.get(key);
    if (lemma === undefined) {
      lemma = this.#derive(word.toLowerCase(), partOfSpeech);
      this.#known.set(key, lemma);
    }
    return lemma;
  }

  #derive(word: string, partOfSpeech: Inflected): string {
    if (partOfSpeech === 'noun' && invariable.has(word)) return word;
    const exception = this.#exceptions[partOfSpeech].get(word);
    if (exception !== undefined) return exception;
    const entry = this.#wordNet.entry(word, partOfSpeech);
    const bases = detach(word, partOfSpeech);
    if (partOfSpeech === 'noun') {
      if (word.endsWith('ss') || word.length < 4) return word;
      // WordNet lists plurals with meanings of their own ("woods", "sands", "grounds"); in a caption they are plurals of the
      // base.
      const base = bases.find((candidate) => this.#wordNet.has(candidate, 'noun'));
      if (base !== undefined) return base;
      if (entry !== null) return word;
      return regularSingular(word);
    }
    if (partOfSpeech === 'adjective') {
      if (notComparative.has(word)) return word;
    } else if (entry !== null && !/(?:ed|ing)$/.test(word)) return word;
    const base = bases.find((candidate) => this.#wordNet.has(candidate, partOfSpeech));
    return base ?? word;
  }
}

function detach(word: string, partOfSpeech: Inflected): string[] {
  const bases: string[] = [];
  for (const [ending, replacement] of detachments[partOfSpeech]) {
    if (!word.endsWith(ending) || word.length <= ending.length + 1) continue;
    const base = word.slice(0, -ending.length) + replacement;
    bases.push(base);
  }
  return bases;
}

function regularSingular(word: string): string {
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:ch|sh|x|zz|ss)es$/.test(word)) return word.slice(0, -2);
  return /[a-z]s$/.test(word) ? word.slice(0, -1) : word;
}

function readExceptions(text: string): ReadonlyMap<string, string> {
  const exceptions = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [inflected, base] = line.split(' ');
    if (inflected !== undefined && base !== undefined) exceptions.set(inflected, base.replaceAll('_', ' '));
  }
  return exceptions;
}
