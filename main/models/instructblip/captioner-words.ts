import type { SubwordTokenizer } from '../../text/tokenizers/tokenizer.ts';
import { instructBlipTokenizers, instructionFrame, languageFrames, readTokenizer } from '../library/tokenizers.ts';
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

/**
 * Reads the tokenizers of a model's folder (the Q-Former's lies in `qformer_tokenizer`) and tokenizes what the model is
 * asked. Throws `not_found` or `malformed_file`, naming the file.
 */
export function captionerWords(directory: string, config: InstructBlipConfig, asked?: string): CaptionerWords {
  const [words, reader] = instructBlipTokenizers(config).map((need) => readTokenizer(directory, need));
  const tokenizer = words!;
  const text = asked ?? (readsInstruction(config) ? defaultInstruction : continuation);
  const prompt = framed(tokenizer, text, languageFrames[config.language.kind]);
  return { tokenizer, prompt, instruction: reader ? framed(reader, text, instructionFrame) : [] };
}
