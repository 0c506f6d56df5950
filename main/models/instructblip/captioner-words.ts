import path from 'node:path';
import { loadTokenizer } from '../../text/tokenizers/load-tokenizer.ts';
import type { SubwordTokenizer } from '../../text/tokenizers/tokenizer.ts';
import { type InstructBlipConfig, readsInstruction } from './config.ts';
import { defaultInstruction, framed } from './prompt.ts';

/** The words of a captioner: its tokenizer, and what it is asked, in ids of the language model and of the Q-Former. */
export interface CaptionerWords {
  readonly tokenizer: SubwordTokenizer;
  readonly prompt: readonly number[];
  readonly instruction: readonly number[];
}

/** BLIP-2 was not tuned on instructions: it continues a sentence. */
const continuation = 'a photo of';

/** How each language model's tokenizer frames a text. */
const frames = { t5: { end: '</s>' }, llama: { begin: '<s>' } } as const;

/**
 * Reads the tokenizers of a model's folder (the Q-Former's lies in `qformer_tokenizer`) and tokenizes what the model is
 * asked. Throws `not_found` or `malformed_file`, naming the file.
 */
export function captionerWords(directory: string, config: InstructBlipConfig, asked?: string): CaptionerWords {
  const tokenizer = loadTokenizer(directory);
  const text = asked ?? (readsInstruction(config) ? defaultInstruction : continuation);
  const prompt = framed(tokenizer, text, frames[config.language.kind]);
  if (!readsInstruction(config)) return { tokenizer, prompt, instruction: [] };
  const reader = loadTokenizer(path.join(directory, 'qformer_tokenizer'), ['[DEC]']);
  return { tokenizer, prompt, instruction: framed(reader, text, { begin: '[CLS]', end: '[SEP]' }) };
}
