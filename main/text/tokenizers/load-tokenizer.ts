import { existsSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../errors/app-error.ts';
import { PublishedTokenizer } from './published.ts';
import { SentencePieceTokenizer } from './sentencepiece.ts';
import type { PublishedWords } from './tokenizer.ts';
import { WordPieceTokenizer } from './wordpiece.ts';

/** Files that a tokenizer is read from, the preferred first: `tokenizer.json` holds added tokens that the others lack. */
export const tokenizerFiles = ['tokenizer.json', 'spiece.model', 'tokenizer.model', 'vocab.txt'] as const;

/** The file that a folder's tokenizer is read from, or null. */
export function tokenizerFileIn(folder: string): string | null {
  const name = tokenizerFiles.find((candidate) => existsSync(path.join(folder, candidate)));
  return name === undefined ? null : path.join(folder, name);
}

/**
 * The tokenizer of a published folder. `added` are pieces that follow a `vocab.txt` (BLIP: "[DEC]", "[ENC]"); the other
 * kinds hold their own. Throws `not_found` naming the folder and the files looked for, `unreadable_file` or
 * `malformed_file`.
 */
export function loadTokenizer(folder: string, added: readonly string[] = []): PublishedWords {
  const file = tokenizerFileIn(folder);
  if (file === null)
    throw new AppError('not_found', `${folder} holds no tokenizer: none of ${tokenizerFiles.join(', ')} is there.`);
  const name = path.basename(file);
  if (name === 'tokenizer.json') return PublishedTokenizer.read(file);
  return name === 'vocab.txt' ? WordPieceTokenizer.read(file, added) : SentencePieceTokenizer.read(file);
}
