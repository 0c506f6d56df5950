import { isUtf8 } from 'node:buffer';
import { AppError } from '../../errors/app-error.ts';
import { quoted } from '../../errors/quoted.ts';
import type { PublishedWords } from './tokenizer.ts';
import { longestPiece, malformedAs, mostPieces, readTokenizerFile } from './tokenizer-file.ts';

const unknownPiece = '[UNK]';
const specialPieces = ['[PAD]', unknownPiece, '[CLS]', '[SEP]', '[MASK]'] as const;
/** Longer words are unknown as a whole, as in BERT's own tokenizer. */
const longestWord = 100;

/**
 * BERT's uncased WordPiece from a `vocab.txt`, one piece a line, the line's number its id. `added` come after them: BLIP
 * has "[DEC]" and "[ENC]" there. Equal, id for id, to the published tokenizer for text in composed Unicode.
 */
export class WordPieceTokenizer implements PublishedWords {
  readonly textVocabularySize: number;
  readonly #pieces: readonly string[];
  readonly #ids: ReadonlyMap<string, number>;
  readonly #special: ReadonlySet<number>;
  readonly #unknown: number;

  /** Throws `malformed_file` naming `source` when the vocabulary has no piece for what is unknown. */
  constructor(vocabulary: readonly string[], added: readonly string[], source: string) {
    this.#pieces = [...vocabulary, ...added.filter((piece) => !vocabulary.includes(piece))];
    this.textVocabularySize = vocabulary.length;
    this.#ids = new Map(this.#pieces.map((piece, id) => [piece, id]));
    const unknown = this.#ids.get(unknownPiece);
    if (unknown === undefined)
      throw new AppError(
        'malformed_file',
        `${source} is not a WordPiece vocabulary: it has no line "${unknownPiece}".`,
      );
    this.#unknown = unknown;
    this.#special = new Set([...specialPieces, ...added].flatMap((piece) => this.#ids.get(piece) ?? []));
  }

  /** Throws `not_found`, `unreadable_file` or `malformed_file`, naming the file. */
  static read(file: string, added: readonly string[] = []): WordPieceTokenizer {
    return new WordPieceTokenizer(readLines(file), added, file);
  }

  get vocabularySize(): number {
    return this.#pieces.length;
  }

  idOf(piece: string): number | null {
    return this.#ids.get(piece) ?? null;
  }

  encode(text: string): number[] {
    return words(text).flatMap((word) => this.#cut(word));
  }

  decode(ids: readonly number[]): string {
    const pieces = ids.filter((id) => !this.#special.has(id)).map((id) => this.#pieces[id] ?? '');
    let text = '';
    for (const piece of pieces) text += text === '' ? piece : piece.startsWith('##') ? piece.slice(2) : ` ${piece}`;
    return tightened(text);
  }

  /** The longest piece that begins the word, then the longest that goes on from there; all of it or "[UNK]". */
  #cut(word: string): number[] {
    const letters = [...word];
    if (letters.length > longestWord) return [this.#unknown];
    const ids: number[] = [];
    for (let from = 0; from < letters.length; ) {
      let to = letters.length;
      let id: number | undefined;
      for (; to > from; to--) {
        id = this.#ids.get((from > 0 ? '##' : '') + letters.slice(from, to).join(''));
        if (id !== undefined) break;
      }
      if (id === undefined) return [this.#unknown];
      ids.push(id);
      from = to;
    }
    return ids;
  }
}

/** One piece a line. */
function readLines(file: string): string[] {
  const malformed = malformedAs(file, 'WordPiece vocabulary');
  const content = readTokenizerFile(file, malformed);
  if (!isUtf8(content)) throw malformed('it is not text (UTF-8)');
  let ends = 0;
  for (let at = content.indexOf('\n'); at >= 0; at = content.indexOf('\n', at + 1)) ends++;
  if (ends > mostPieces) throw malformed(`it has ${ends.toLocaleString('en')} lines`);
  const text = content.toString('utf8').replace(/\r?\n$/, '');
  const lines = text.split(/\r?\n/);
  const seen = new Map<string, number>();
  for (const [at, piece] of lines.entries()) {
    if (piece.length > longestPiece) throw malformed(`line ${at + 1} has ${piece.length} characters`);
    const before = seen.get(piece);
    // Empty lines only keep the places of ids that nothing has.
    if (before !== undefined && piece !== '')
      throw malformed(`lines ${before + 1} and ${at + 1} are both ${quoted(piece)}`);
    seen.set(piece, at);
  }
  return lines;
}

/** Lower-case words without accents; punctuation and Chinese characters stand alone. */
function words(text: string): string[] {
  const clean = text.replace(/\ufffd|(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '').replace(/\s/gu, ' ');
  const apart = clean.replace(chinese, ' $& ');
  const plain = apart
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
  return plain
    .replace(punctuation, ' $& ')
    .split(' ')
    .filter((word) => word !== '');
}

/** Unicode's punctuation, and every ASCII sign that is neither letter nor digit nor blank. */
const punctuation = /[\p{P}!-/:-@[-`{-~]/gu;
/** The blocks of CJK Unified Ideographs. */
const chinese =
  /[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b820}-\u{2ceaf}\uf900-\ufaff\u{2f800}-\u{2fa1f}]/gu;

/** Takes out the blanks before punctuation and contractions, in the order in which the published tokenizers do. */
const tightenings = [' .', ' ?', ' !', ' ,', " ' ", " n't", " 'm", " 's", " 've", " 're"] as const;
function tightened(text: string): string {
  return tightenings.reduce((result, piece) => result.replaceAll(piece, piece.trim()), text);
}
