import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../errors/app-error.ts';

export const synonymFiles = { synsets: 'english.synsets', exceptions: 'english.exceptions' } as const;

/** Endings and what replaces them, nouns, verbs and adjectives together, in the order of SPICE's dictionary. */
const endings: readonly (readonly [string, string])[] = [
  ...(['s:', 'ses:s', 'xes:x', 'zes:z', 'ches:ch', 'shes:sh', 'men:man', 'ies:y'] as const),
  ...(['s:', 'ies:y', 'es:e', 'es:', 'ed:e', 'ed:', 'ing:e', 'ing:'] as const),
  ...(['er:', 'est:', 'er:e', 'est:e'] as const),
].map((rule) => rule.split(':') as [string, string]);

/**
 * The synonym lists of FACTUAL's evaluation, which are SPICE's: sets of meanings of a word and of its base form. Words
 * that share a meaning count as the same.
 */
export class FactualSynonyms {
  readonly #meanings: ReadonlyMap<string, ReadonlySet<number>>;
  readonly #bases: ReadonlyMap<string, readonly string[]>;
  readonly #known = new Map<string, ReadonlySet<number>>();

  constructor(meanings: ReadonlyMap<string, ReadonlySet<number>>, bases: ReadonlyMap<string, readonly string[]>) {
    this.#meanings = meanings;
    this.#bases = bases;
  }

  /** Reads `english.synsets` and `english.exceptions`: lines in pairs. Throws `not_found` naming the file. */
  static read(directory: string): FactualSynonyms {
    const meanings = new Map(
      pairs(path.join(directory, synonymFiles.synsets)).map(
        ([word, sets]) => [word, new Set(sets.map(Number))] as const,
      ),
    );
    const bases = new Map<string, string[]>();
    for (const [base, forms] of pairs(path.join(directory, synonymFiles.exceptions)))
      for (const form of forms) bases.set(form, [...(bases.get(form) ?? []), base]);
    return new FactualSynonyms(meanings, bases);
  }

  /** Meanings of a word of one or more parts and of its base form; none for a word that the lists lack. */
  meanings(text: string): ReadonlySet<number> {
    const word = text.trim().toLowerCase().split(/\s+/).join('_');
    let found = this.#known.get(word);
    if (!found) {
      const bases = this.#bases.get(word) ?? [this.#base(word)];
      found = new Set([word, ...bases].flatMap((form) => [...(this.#meanings.get(form) ?? [])]));
      this.#known.set(word, found);
    }
    return found;
  }

  /** Whether two words have a meaning in common. */
  share(a: string, b: string): boolean {
    const others = this.meanings(b);
    return [...this.meanings(a)].some((meaning) => others.has(meaning));
  }

  #base(word: string): string {
    if (word.endsWith('ful')) return this.#meanings.has(word.slice(0, -3)) ? word.slice(0, -3) : word;
    if (word.endsWith('ss') || word.length <= 2) return word;
    for (const [ending, replacement] of endings) {
      if (!word.endsWith(ending)) continue;
      const base = word.slice(0, word.length - ending.length) + replacement;
      if (this.#meanings.has(base)) return base;
    }
    return word;
  }
}

function pairs(file: string): (readonly [string, readonly string[]])[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('not_found', `FACTUAL's synonym list ${file} could not be read.`, { cause });
  }
  const lines = text.split('\n');
  const result: (readonly [string, readonly string[]])[] = [];
  for (let at = 0; at + 1 < lines.length; at += 2)
    result.push([lines[at]!.trim(), lines[at + 1]!.trim().split(/\s+/).filter(Boolean)]);
  return result;
}
