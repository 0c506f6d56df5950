import type { PieceTable } from './piece-table.ts';

/** An unknown character scores this much below the least likely piece. */
const unknownPenalty = 10;

interface Step {
  /** −1 where nothing ends. */
  from: number;
  score: number;
  id: number;
}

/**
 * Cuts normalised text into the pieces of the highest total log-probability (Kudo 2018, the Viterbi search of
 * SentencePiece's unigram models). Sums are rounded to float32 as there, so that near-ties fall the same way.
 */
export function unigramPieces(text: string, table: PieceTable): { readonly id: number; readonly text: string }[] {
  const unknownScore = Math.fround(table.lowestScore - unknownPenalty);
  const best: Step[] = Array.from({ length: text.length + 1 }, () => ({ from: -1, score: 0, id: -1 }));
  const offer = (end: number, from: number, sum: number, id: number): void => {
    const step = best[end]!;
    const score = Math.fround(sum);
    if (step.from >= 0 && score <= step.score) return;
    step.from = from;
    step.score = score;
    step.id = id;
  };
  for (let from = 0; from < text.length; ) {
    const character = text.codePointAt(from)! > 0xffff ? 2 : 1;
    const until = best[from]!.score;
    let isCovered = false;
    for (const { id, length, score } of table.startingAt(text, from)) {
      offer(from + length, from, score + until, id);
      isCovered ||= length === character;
    }
    if (!isCovered) offer(from + character, from, unknownScore + until, table.unknownId);
    from += character;
  }
  const pieces: { id: number; text: string }[] = [];
  for (let end = text.length; end > 0; ) {
    const { from, id } = best[end]!;
    pieces.push({ id, text: text.slice(from, end) });
    end = from;
  }
  return pieces.reverse();
}
