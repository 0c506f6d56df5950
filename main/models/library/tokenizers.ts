import path from 'node:path';
import { AppError } from '../../errors/app-error.ts';
import { loadTokenizer, tokenizerFileIn } from '../../text/tokenizers/load-tokenizer.ts';
import type { PublishedWords } from '../../text/tokenizers/tokenizer.ts';
import { type InstructBlipConfig, readsInstruction } from '../instructblip/config.ts';

/** A tokenizer that a model reads or writes words with. */
export interface TokenizerNeed {
  /** Below the model's folder; '' for the folder itself. */
  readonly place: string;
  /** Said when the place holds none, beside which files were looked for. */
  readonly purpose?: string;
  /** Rows of the embedding that its ids pick. */
  readonly rows: number;
  /** Pieces that frame a text. */
  readonly frame: readonly string[];
  /** Pieces that follow a `vocab.txt`. */
  readonly added: readonly string[];
}

export const blipTokenizer = (rows: number): TokenizerNeed => ({
  place: '',
  rows,
  frame: [],
  added: ['[DEC]', '[ENC]'],
});

/** The special tokens that each language model's tokenizer puts around a text. */
export const languageFrames = { t5: { end: '</s>' }, llama: { begin: '<s>' } } as const;
/** The special tokens that the Q-Former's puts around an instruction. */
export const instructionFrame = { begin: '[CLS]', end: '[SEP]' } as const;

/** The language model's and, where the Q-Former reads the instruction, that one's. */
export function instructBlipTokenizers(config: InstructBlipConfig): readonly TokenizerNeed[] {
  const { language, qformer_config: qformer } = config;
  const frame = Object.values(languageFrames[language.kind]);
  const words: TokenizerNeed = { place: '', rows: language.config.vocab_size, frame, added: [] };
  if (!readsInstruction(config)) return [words];
  const purpose = 'InstructBLIP reads the instruction with a tokenizer of its own (vocab.txt of BERT, uncased)';
  const reader: TokenizerNeed = {
    place: 'qformer_tokenizer',
    purpose,
    rows: qformer.vocab_size,
    frame: Object.values(instructionFrame),
    added: ['[DEC]'],
  };
  return [words, reader];
}

/**
 * Reads a tokenizer and holds it against its model. Throws `not_found` naming the folder, `unreadable_file`, or
 * `malformed_file` naming the file: damage, ids of text beyond the embedding, a framing piece that is missing.
 */
export function readTokenizer(folder: string, { place, purpose, rows, frame, added }: TokenizerNeed): PublishedWords {
  const directory = path.join(folder, place);
  const file = tokenizerFileIn(directory);
  if (file === null && purpose) throw new AppError('not_found', `${purpose}, and ${directory} holds none.`);
  const tokenizer = loadTokenizer(directory, added);
  const refuse = (why: string): never => {
    throw new AppError('malformed_file', `${file} does not belong to this model: ${why}.`);
  };
  const known = tokenizer.textVocabularySize;
  if (known > rows)
    refuse(`it has ${known.toLocaleString('en')} pieces, the model's config ${rows.toLocaleString('en')}`);
  for (const piece of frame) {
    const id = tokenizer.idOf(piece);
    if (id === null) refuse(`it has no piece "${piece}", which frames what the model reads`);
    else if (id >= rows) refuse(`the id of its piece "${piece}" is ${id}, the model's config has ${rows} pieces`);
  }
  return tokenizer;
}
