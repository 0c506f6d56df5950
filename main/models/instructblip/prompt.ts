import type { SubwordTokenizer } from '../../text/tokenizers/tokenizer.ts';
import type { PaddedTokens } from './model.ts';

/** InstructBLIP's default prompt: one of the instructions it was tuned on for captioning. */
export const defaultInstruction = 'A short image description:';

/** Token ids that stand before (`begin`) and behind (`end`) those of a text, where the tokenizer has these pieces. */
export function framed(
  tokenizer: SubwordTokenizer,
  text: string,
  { begin, end }: { readonly begin?: string; readonly end?: string },
): number[] {
  const piece = (name: string | undefined): number[] => {
    const id = name === undefined ? null : tokenizer.idOf(name);
    return id === null ? [] : [id];
  };
  return [...piece(begin), ...tokenizer.encode(text), ...piece(end)];
}

/** The same token ids for each of `batch` images, without padding. */
export function forEachImage(tokens: readonly number[], batch: number): PaddedTokens {
  const all = Int32Array.from({ length: batch * tokens.length }, (_, at) => tokens[at % tokens.length]!);
  return { tokens: all, length: tokens.length, mask: new Uint8Array(all.length).fill(1) };
}

/** Ids of an embedding's rows that the tokenizer has no piece for. */
export function rowsWithoutPiece(rows: number, tokenizer: SubwordTokenizer): number[] {
  const known = tokenizer.vocabularySize;
  return Array.from({ length: Math.max(0, rows - known) }, (_, at) => known + at);
}
