import type { PieceTable } from './piece-table.ts';
import { pieceKinds } from './sentencepiece-model.ts';

interface Symbol {
  text: string;
  previous: number;
  next: number;
  /** A piece that the user defined is never merged. */
  readonly frozen: boolean;
}
interface Merge {
  readonly left: number;
  readonly right: number;
  readonly text: string;
  readonly score: number;
}

/** Higher scores first, then what stands further left. */
const comesBefore = (a: Merge, b: Merge): boolean => a.score > b.score || (a.score === b.score && a.left < b.left);

/**
 * Cuts normalised text by merging neighbours, the pair whose piece scores highest first (SentencePiece's BPE). What ends
 * as no piece is unknown; pieces that training marked as unused are cut up again into what they were merged from.
 */
export function bpePieces(text: string, table: PieceTable): { readonly id: number; readonly text: string }[] {
  const symbols = characters(text, table);
  const agenda = new Agenda();
  const madeOf = new Map<string, readonly [string, string]>();
  const propose = (left: number, right: number): void => {
    const [a, b] = [symbols[left], symbols[right]];
    if (!a || !b || a.frozen || b.frozen) return;
    const merged = a.text + b.text;
    const id = table.idOf(merged);
    if (id === undefined) return;
    const { score, kind } = table.pieces[id]!;
    if (kind === pieceKinds.unused) madeOf.set(merged, [a.text, b.text]);
    agenda.push({ left, right, text: merged, score });
  };
  for (let at = 1; at < symbols.length; at++) propose(at - 1, at);
  for (let merge = agenda.pop(); merge; merge = agenda.pop()) {
    const left = symbols[merge.left]!;
    const right = symbols[merge.right]!;
    // One of the two has been merged with another neighbour since.
    if (left.text === '' || right.text === '' || left.text + right.text !== merge.text) continue;
    left.text = merge.text;
    left.next = right.next;
    if (right.next >= 0) symbols[right.next]!.previous = merge.left;
    right.text = '';
    propose(left.previous, merge.left);
    propose(merge.left, left.next);
  }
  const result: { id: number; text: string }[] = [];
  const put = (piece: string): void => {
    const id = table.idOf(piece) ?? table.unknownId;
    const parts = table.pieces[id]!.kind === pieceKinds.unused ? madeOf.get(piece) : undefined;
    if (parts) for (const part of parts) put(part);
    else result.push({ id, text: piece });
  };
  for (let at = symbols.length > 0 ? 0 : -1; at >= 0; at = symbols[at]!.next) put(symbols[at]!.text);
  return result;
}

function characters(text: string, table: PieceTable): Symbol[] {
  const symbols: Symbol[] = [];
  for (let at = 0; at < text.length; ) {
    const whole = [...table.startingAt(text, at)].findLast(
      ({ id }) => table.pieces[id]!.kind === pieceKinds.userDefined,
    );
    const length = whole?.length ?? (text.codePointAt(at)! > 0xffff ? 2 : 1);
    symbols.push({
      text: text.slice(at, at + length),
      previous: symbols.length - 1,
      next: symbols.length + 1,
      frozen: whole !== undefined,
    });
    at += length;
  }
  const last = symbols.at(-1);
  if (last) last.next = -1;
  return symbols;
}

/** Merges that are waiting, the first to be done on top (a binary heap). */
class Agenda {
  readonly #heap: Merge[] = [];

  push(merge: Merge): void {
    const heap = this.#heap;
    let at = heap.push(merge) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!comesBefore(merge, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = merge;
  }

  pop(): Merge | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!last || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && comesBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!comesBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}
