import { type Piece, pieceKinds, type SentencePieceModel } from './sentencepiece-model.ts';

/** A piece that begins at some place of a text. `length` counts UTF-16 units. */
export interface FoundPiece {
  readonly id: number;
  readonly length: number;
  readonly score: number;
}

interface Node {
  id: number;
  readonly next: Map<number, Node>;
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
  readonly #root: Node = { id: -1, next: new Map() };

  constructor(model: SentencePieceModel) {
    this.pieces = model.pieces;
    this.unknownId = model.unknownId;
    let lowest = Number.POSITIVE_INFINITY;
    let highest = Number.NEGATIVE_INFINITY;
    for (const [id, piece] of model.pieces.entries()) {
      if (!isText(piece)) continue;
      this.#ids.set(piece.text, id);
      this.#insert(piece.text, id);
      if (piece.kind !== pieceKinds.normal) continue;
      lowest = Math.min(lowest, piece.score);
      highest = Math.max(highest, piece.score);
    }
    this.lowestScore = lowest;
    this.#highestScore = highest;
  }

  /** The id of a text piece spelled so. */
  idOf(text: string): number | undefined {
    return this.#ids.get(text);
  }

  /** Pieces that begin at `from`, shortest first; unused ones are left out. */
  *startingAt(text: string, from: number): Generator<FoundPiece> {
    let node: Node | undefined = this.#root;
    for (let at = from; at < text.length; at++) {
      node = node.next.get(text.charCodeAt(at));
      if (!node) return;
      const piece = this.pieces[node.id];
      if (!piece || piece.kind === pieceKinds.unused) continue;
      const length = at - from + 1;
      // A piece that the user defined wins over any others that would spell it.
      const score =
        piece.kind === pieceKinds.userDefined ? Buffer.byteLength(piece.text) * this.#highestScore - 0.1 : piece.score;
      yield { id: node.id, length, score };
    }
  }

  #insert(text: string, id: number): void {
    let node = this.#root;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      let next = node.next.get(unit);
      if (!next) {
        next = { id: -1, next: new Map() };
        node.next.set(unit, next);
      }
      node = next;
    }
    node.id = id;
  }
}
