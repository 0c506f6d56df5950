import { type Piece, pieceKinds, type SentencePieceModel } from './sentencepiece-model.ts';

/** A piece that begins at some place of a text. `length` counts UTF-16 units. */
export interface FoundPiece {
  readonly id: number;
  readonly length: number;
  readonly score: number;
}

const isText = ({ kind }: Piece): boolean =>
  kind === pieceKinds.normal || kind === pieceKinds.userDefined || kind === pieceKinds.unused;

/** The pieces of a model that can stand for text, to be looked up by what they spell. */
export class PieceTable {
  readonly pieces: readonly Piece[];
  readonly unknownId: number;
  /** Of normal pieces. */
  readonly lowestScore: number;
  readonly #highestScore: number;
  readonly #ids = new Map<string, number>();
  /** Ids of text pieces by what they spell, in the order of UTF-16. A tree of characters takes a hundred times as much. */
  readonly #sorted: Int32Array;

  constructor(model: SentencePieceModel) {
    this.pieces = model.pieces;
    this.unknownId = model.unknownId;
    let lowest = Number.POSITIVE_INFINITY;
    let highest = Number.NEGATIVE_INFINITY;
    for (const [id, piece] of model.pieces.entries()) {
      if (!isText(piece)) continue;
      this.#ids.set(piece.text, id);
      if (piece.kind !== pieceKinds.normal) continue;
      lowest = Math.min(lowest, piece.score);
      highest = Math.max(highest, piece.score);
    }
    this.#sorted = Int32Array.from([...this.#ids].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, id]) => id));
    this.lowestScore = lowest;
    this.#highestScore = highest;
  }

  /** The id of a text piece spelled so. */
  idOf(text: string): number | undefined {
    return this.#ids.get(text);
  }

  /** Pieces that begin at `from`, shortest first; unused ones are left out. */
  *startingAt(text: string, from: number): Generator<FoundPiece> {
    let low = 0;
    let high = this.#sorted.length;
    for (let at = from; at < text.length; at++) {
      // All pieces between these begin with the text so far; the shortest stands first.
      const unit = text.charCodeAt(at);
      low = this.#first(low, high, at - from, unit);
      high = this.#first(low, high, at - from, unit + 1);
      if (low === high) return;
      const id = this.#sorted[low]!;
      const piece = this.pieces[id]!;
      const length = at - from + 1;
      if (piece.text.length > length || piece.kind === pieceKinds.unused) continue;
      // A piece that the user defined wins over any others that would spell it.
      const score =
        piece.kind === pieceKinds.userDefined ? Buffer.byteLength(piece.text) * this.#highestScore - 0.1 : piece.score;
      yield { id, length, score };
    }
  }

  /** The first of the sorted pieces from `low` to `high`, alike before `at`, whose unit there is at least `unit`. */
  #first(low: number, high: number, at: number, unit: number): number {
    let [from, to] = [low, high];
    while (from < to) {
      const middle = (from + to) >> 1;
      const { text } = this.pieces[this.#sorted[middle]!]!;
      // A piece that ends before it stands before all that go on.
      if (at >= text.length || text.charCodeAt(at) < unit) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
