import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { AppError } from '../../errors/app-error.ts';

/** METEOR's English table is 60 MB packed and a few hundred unpacked. */
const unpackedBytesAtMost = 1.5 * 2 ** 30;
const newline = 10;

interface Node {
  readonly next: Map<string, Node>;
  /** Paraphrases of the phrase that ends here, in the order of the file. */
  readonly paraphrases: (readonly string[])[];
}

/** Phrases and what they can be put as. */
export class ParaphraseTable {
  readonly #root: Node = { next: new Map(), paraphrases: [] };
  #size = 0;

  /** Pairs in it. */
  get size(): number {
    return this.#size;
  }

  add(phrase: readonly string[], paraphrase: readonly string[]): void {
    let node = this.#root;
    for (const word of phrase) {
      let next = node.next.get(word);
      if (!next) {
        next = { next: new Map(), paraphrases: [] };
        node.next.set(word, next);
      }
      node = next;
    }
    node.paraphrases.push(paraphrase);
    this.#size += 1;
  }

  /** Every phrase of the table that begins at `words[at]`, the shorter first, with each of its paraphrases. */
  *phrasesAt(
    words: readonly string[],
    at: number,
  ): Generator<{ readonly length: number; readonly paraphrase: readonly string[] }> {
    let node: Node | undefined = this.#root;
    for (let end = at; end < words.length; end += 1) {
      node = node.next.get(words[end]!);
      if (!node) return;
      for (const paraphrase of node.paraphrases) yield { length: end + 1 - at, paraphrase };
    }
  }
}

/**
 * Reads a table in METEOR's own format: three lines a pair, a probability (which METEOR does not use), a phrase and a
 * paraphrase, words with blanks between; packed with gzip or not. With `vocabulary` only pairs are kept whose words are all
 * in it: the English table has millions that a corpus of captions never needs. Throws `unreadable_file` or
 * `malformed_file`, naming the file and the line.
 */
export function readParaphraseTable(file: string, vocabulary?: ReadonlySet<string>): ParaphraseTable {
  const table = new ParaphraseTable();
  const triple: string[] = [];
  let count = 0;
  for (const line of linesOf(file, unpacked(file))) {
    count += 1;
    triple.push(line);
    if (triple.length < 3) continue;
    const [probability, phrase, paraphrase] = triple.map((text) => text.trim());
    triple.length = 0;
    if (probability === '' || Number.isNaN(Number(probability)) || phrase === '' || paraphrase === '') {
      throw new AppError(
        'malformed_file',
        `${file} is not a METEOR paraphrase table: lines ${count - 2} to ${count} should be a probability, a phrase and a paraphrase.`,
      );
    }
    const [words, others] = [phrase!.split(/\s+/), paraphrase!.split(/\s+/)];
    if (vocabulary && ![...words, ...others].every((word) => vocabulary.has(word))) continue;
    table.add(words, others);
  }
  if (triple.length > 0 || count === 0) {
    throw new AppError(
      'malformed_file',
      `${file} is not a METEOR paraphrase table: it has ${count} lines, which are not triples.`,
    );
  }
  return table;
}

function unpacked(file: string): Buffer {
  try {
    const bytes = readFileSync(file);
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return isPacked ? gunzipSync(bytes, { maxOutputLength: unpackedBytesAtMost }) : bytes;
  } catch (cause) {
    throw new AppError(
      'unreadable_file',
      `The paraphrase table ${file} could not be read: ${(cause as Error).message}`,
      {
        cause,
      },
    );
  }
}

/** Line by line, because the whole of METEOR's table is longer than a string may be. */
function* linesOf(file: string, bytes: Buffer): Generator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let start = 0;
  while (start < bytes.length) {
    const found = bytes.indexOf(newline, start);
    const end = found === -1 ? bytes.length : found;
    try {
      yield decoder.decode(bytes.subarray(start, end));
    } catch (cause) {
      throw new AppError('malformed_file', `${file} is not UTF-8 text.`, { cause });
    }
    start = end + 1;
  }
}
