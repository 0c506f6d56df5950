import { isUtf8 } from 'node:buffer';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { wildness } from './json-bounds.ts';
import { checkedDocument, type PublishedDocument } from './published-document.ts';
import type { PublishedWords } from './tokenizer.ts';
import { type Malformed, malformedAs, readTokenizerFile } from './tokenizer-file.ts';

/** Letters, a number, signs, accents, a character that most vocabularies lack. */
const probe = 'A small plane – 12 m wide – flies over São Paulo’s 港.';
const longestReason = 300;

/** A tokenizer from a published `tokenizer.json`, which holds its rules as data; `tokenizer_config.json` beside it counts too. */
export class PublishedTokenizer implements PublishedWords {
  readonly vocabularySize: number;
  readonly textVocabularySize: number;
  readonly #tokenizer: Tokenizer;

  private constructor(tokenizer: Tokenizer, { vocabularySize, textVocabularySize }: PublishedDocument) {
    this.#tokenizer = tokenizer;
    this.vocabularySize = vocabularySize;
    this.textVocabularySize = textVocabularySize;
  }

  /**
   * Reads the file and tries it on a short text: what its library cannot do with it shows only then. Throws `not_found`,
   * `unreadable_file` or `malformed_file`, naming the file.
   */
  static read(file: string): PublishedTokenizer {
    const malformed = malformedAs(file, 'tokenizer');
    const document = checkedDocument(readJson(file, malformed), malformed);
    const configFile = path.join(path.dirname(file), 'tokenizer_config.json');
    const config = existsSync(configFile)
      ? readJson(configFile, malformedAs(configFile, 'configuration of a tokenizer'))
      : {};
    try {
      const tokenizer = new PublishedTokenizer(new Tokenizer(document.document, config), document);
      tokenizer.#try();
      return tokenizer;
    } catch (cause) {
      throw malformed((cause as Error).message.replace(/\s+/g, ' ').slice(0, longestReason), cause);
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

  #try(): void {
    const ids = this.encode(probe);
    if (ids.some((id) => !Number.isInteger(id) || id < 0 || id >= this.vocabularySize))
      throw new RangeError('it makes ids that are not in its vocabulary');
    if (typeof this.decode(ids) !== 'string') throw new TypeError('it makes no text of ids');
  }
}

function readJson(file: string, malformed: Malformed): object {
  const content = readTokenizerFile(file, malformed);
  if (!isUtf8(content)) throw malformed('it is not text (UTF-8)');
  const wild = wildness(content);
  if (wild) throw malformed(wild);
  let json: unknown;
  try {
    json = JSON.parse(content.toString('utf8'));
  } catch (cause) {
    throw malformed('it is not JSON, or was cut short', cause);
  }
  const checked = z.record(z.string(), z.unknown()).safeParse(json);
  if (!checked.success) throw malformed('it is not a JSON object', checked.error);
  return checked.data;
}
