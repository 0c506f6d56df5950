import { expect, it } from 'vitest';
import { PieceTable } from '../../../main/text/tokenizers/piece-table.ts';
import { pieceKinds, type SentencePieceModel } from '../../../main/text/tokenizers/sentencepiece-model.ts';
import { unigramPieces } from '../../../main/text/tokenizers/unigram.ts';

/** A model in which "x" alone is unknown; "xa" scores as given, "ab" −1, "b" −20, and "z", the least likely, −20.25. */
const cut = (score: number): string[] => {
  const scores = { xa: score, ab: -1, b: -20, z: -20.25 };
  const normal = Object.entries(scores).map(([text, each]) => ({ text, score: each, kind: pieceKinds.normal }));
  const unknown = { text: '<unk>', score: 0, kind: pieceKinds.unknown };
  const model: Pick<SentencePieceModel, 'pieces' | 'unknownId'> = { pieces: [unknown, ...normal], unknownId: 0 };
  return unigramPieces('xab', new PieceTable(model as SentencePieceModel)).map(({ id, text }) => `${text} ${id}`);
};

it('an unknown character scores 10 below the least likely piece, which decides between two ways of cutting', () => {
  // "x", unknown, and "ab": −20.25 − 10 − 1 = −31.25.
  expect(cut(-11)).toEqual(['xa 1', 'b 3']); // −11 − 20 = −31
  expect(cut(-11.5)).toEqual(['x 0', 'ab 2']); // −11.5 − 20 = −31.5
});
