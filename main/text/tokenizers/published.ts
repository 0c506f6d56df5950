import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { AppError } from '../../errors/app-error.ts';
import type { SubwordTokenizer } from './tokenizer.ts';

const fileSchema = z.object({
  model: z.object({ vocab: z.union([z.array(z.unknown()), z.record(z.string(), z.int())]) }).loose(),
  added_tokens: z.array(z.object({ id: z.int(), content: z.string() }).loose()).default([]),
});

/** A tokenizer from a published `tokenizer.json`, which holds its rules as data; `tokenizer_config.json` beside it counts too. */
export class PublishedTokenizer implements SubwordTokenizer {
  readonly vocabularySize: number;
  readonly #tokenizer: Tokenizer;

  private constructor(tokenizer: Tokenizer, vocabularySize: number) {
    this.#tokenizer = tokenizer;
    this.vocabularySize = vocabularySize;
  }

  /** Throws `not_found` or `malformed_file`, naming the file. */
  static read(file: string): PublishedTokenizer {
    const document = readJson(file);
    const checked = fileSchema.safeParse(document);
    const malformed = (why: string, cause?: unknown): AppError =>
      new AppError('malformed_file', `${file} is not a tokenizer that can be read: ${why}`, { cause });
    if (!checked.success) throw malformed(z.prettifyError(checked.error), checked.error);
    const { model, added_tokens: added } = checked.data;
    const own = Array.isArray(model.vocab) ? model.vocab.length : Math.max(-1, ...Object.values(model.vocab)) + 1;
    const configFile = path.join(path.dirname(file), 'tokenizer_config.json');
    const config = existsSync(configFile) ? readJson(configFile) : {};
    try {
      const size = Math.max(own, ...added.map(({ id }) => id + 1));
      return new PublishedTokenizer(new Tokenizer(document, config), size);
    } catch (cause) {
      throw malformed((cause as Error).message, cause);
    }
  }

  encode(text: string): number[] {
    return this.#tokenizer.encode(text, { add_special_tokens: false }).ids;
  }

  decode(ids: readonly number[]): string {
    const known = ids.filter((id) => this.#tokenizer.id_to_token(id) !== undefined);
    return known.length === 0 ? '' : this.#tokenizer.decode(known, { skip_special_tokens: true });
  }

  idOf(piece: string): number | null {
    return this.#tokenizer.token_to_id(piece) ?? null;
  }
}

function readJson(file: string): object {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('not_found', `There is no tokenizer file ${file}.`, { cause });
  }
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError('malformed_file', `${file} is not a JSON document of a tokenizer.`, { cause });
  }
}
