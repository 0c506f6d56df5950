import { pieceKinds, type SentencePieceModel } from './sentencepiece-model.ts';

/** The stand-in for a blank inside pieces: U+2581. */
export const blankMark = '▁';

/** Normalises text as a SentencePiece model's rules say, before it is cut into pieces. */
export class SentencePieceText {
  readonly #model: SentencePieceModel;
  /** Pieces that are taken whole, never normalised, longest first. */
  readonly #whole: readonly Buffer[];

  constructor(model: SentencePieceModel) {
    this.#model = model;
    this.#whole = model.pieces
      .filter(({ kind, text }) => kind === pieceKinds.userDefined && text.length > 0)
      .map(({ text }) => Buffer.from(text))
      .sort((a, b) => b.length - a.length);
  }

  /** The text as pieces see it: `A plane` becomes `▁A▁plane`. Empty for blanks alone where extra blanks are removed. */
  normalise(text: string): string {
    const { addDummyPrefix, removeExtraWhitespaces, escapeWhitespaces } = this.#model;
    const blank = escapeWhitespaces ? blankMark : ' ';
    let result = '';
    let afterBlank = removeExtraWhitespaces;
    for (const chunk of this.#chunks(Buffer.from(text, 'utf8'))) {
      const kept = afterBlank ? chunk.replace(/^ +/, '') : chunk;
      if (kept === '') continue;
      result += kept;
      afterBlank = removeExtraWhitespaces && kept.endsWith(' ');
    }
    if (removeExtraWhitespaces) result = result.replace(/ +$/, '');
    if (result === '') return '';
    return (addDummyPrefix ? blank : '') + result.replaceAll(' ', blank);
  }

  /** The text in steps: a whole piece, a rule's replacement, or one character as it is. */
  *#chunks(bytes: Buffer): Generator<string> {
    for (let at = 0; at < bytes.length; ) {
      const whole = this.#whole.find((piece) => bytes.subarray(at, at + piece.length).equals(piece));
      if (whole) {
        yield whole.toString('utf8');
        at += whole.length;
        continue;
      }
      const rule = this.#model.charactersMap.longest(bytes, at);
      const length = rule?.length ?? characterBytes(bytes[at]!);
      yield rule?.text ?? bytes.toString('utf8', at, at + length);
      at += length;
    }
  }
}

/** Bytes of a UTF-8 character by its first one. */
const characterBytes = (first: number): number => (first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4);
