import { bpePieces } from './bpe.ts';
import { PieceTable } from './piece-table.ts';
import { type Piece, pieceKinds, readSentencePieceModel, type SentencePieceModel } from './sentencepiece-model.ts';
import { blankMark, SentencePieceText } from './sentencepiece-text.ts';
import type { PublishedWords } from './tokenizer.ts';
import { unigramPieces } from './unigram.ts';

/** The text of an unknown piece, as in SentencePiece. */
const unknownText = ' ⁇ ';

/**
 * A tokenizer from a SentencePiece model file: T5's unigram (`spiece.model`) or Llama's BPE with byte fallback
 * (`tokenizer.model`). Equal, id for id, to the sentencepiece library.
 */
export class SentencePieceTokenizer implements PublishedWords {
  readonly #model: SentencePieceModel;
  readonly #table: PieceTable;
  readonly #text: SentencePieceText;
  readonly #ids: ReadonlyMap<string, number>;

  constructor(model: SentencePieceModel) {
    this.#model = model;
    this.#table = new PieceTable(model);
    this.#text = new SentencePieceText(model);
    // A text piece may be spelled like one that frames texts; the name is then that one's, as in the library.
    const isReserved = ({ kind }: Piece): boolean => kind === pieceKinds.control || kind === pieceKinds.unknown;
    const entries = model.pieces.map((piece, id) => ({ piece, id }));
    entries.sort((a, b) => Number(isReserved(a.piece)) - Number(isReserved(b.piece)));
    this.#ids = new Map(entries.map(({ piece, id }) => [piece.text, id]));
  }

  static read(file: string): SentencePieceTokenizer {
    return new SentencePieceTokenizer(readSentencePieceModel(file));
  }

  get vocabularySize(): number {
    return this.#model.pieces.length;
  }

  get textVocabularySize(): number {
    return this.#model.pieces.length;
  }

  idOf(piece: string): number | null {
    return this.#ids.get(piece) ?? null;
  }

  encode(text: string): number[] {
    const { algorithm, unknownId, byteFallback } = this.#model;
    const normal = this.#text.normalise(text);
    const pieces = algorithm === 'unigram' ? unigramPieces(normal, this.#table) : bpePieces(normal, this.#table);
    const ids: number[] = [];
    let afterUnknown = false;
    for (const { id, text: piece } of pieces) {
      const isUnknown = id === unknownId;
      if (isUnknown && byteFallback) {
        for (const byte of Buffer.from(piece, 'utf8')) ids.push(this.#ids.get(byteName(byte)) ?? unknownId);
      } else if (!(isUnknown && afterUnknown)) ids.push(id); // Unknown characters in a row are one unknown piece.
      afterUnknown = isUnknown;
    }
    return ids;
  }

  decode(ids: readonly number[]): string {
    const { pieces, addDummyPrefix, removeExtraWhitespaces } = this.#model;
    let text = '';
    let bytes: number[] = [];
    let isStart = addDummyPrefix || removeExtraWhitespaces;
    const flush = (): void => {
      text += textOfBytes(bytes);
      bytes = [];
    };
    for (const id of ids) {
      const piece = pieces[id];
      if (!piece || piece.kind === pieceKinds.control) continue;
      if (piece.kind === pieceKinds.byte) {
        bytes.push(Number.parseInt(piece.text.slice(3, 5), 16));
        isStart = false;
        continue;
      }
      flush();
      if (piece.kind === pieceKinds.unknown) text += unknownText;
      else {
        const begins = isStart && piece.text.startsWith(blankMark);
        text += (begins ? piece.text.slice(1) : piece.text).replaceAll(blankMark, ' ');
        // Every blank at the beginning goes where extra ones are removed, one where they are not.
        if (begins && removeExtraWhitespaces && text === '') continue;
      }
      isStart = false;
    }
    flush();
    return text;
  }
}

/** Example: byte 10 is the piece "<0x0A>". */
const byteName = (byte: number): string => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 with one replacement character for every byte that belongs to no character. */
function textOfBytes(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at]!;
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    try {
      if (at + length > bytes.length) throw new TypeError();
      text += strict.decode(Uint8Array.from(bytes.slice(at, at + length)));
      at += length;
    } catch {
      text += '\ufffd';
      at++;
    }
  }
  return text;
}
