/**
 * Text to token ids and back, as the model was trained with. `vocabularySize` counts the tokenizer's own pieces; a model's
 * embedding may have more rows (T5 pads to a multiple of 128).
 */
export interface SubwordTokenizer {
  readonly vocabularySize: number;
  /** Ids of the text alone, without start, end or padding. */
  encode(text: string): number[];
  /** The text of ids; pieces without a text of their own (start, end, padding) are left out. */
  decode(ids: readonly number[]): string;
  /** The id of a piece spelled exactly so, or null. Example: "</s>" is 1 for T5. */
  idOf(piece: string): number | null;
}

/** A tokenizer out of a file. */
export interface PublishedWords extends SubwordTokenizer {
  /** Ids of text lie below it. Pieces that only frame or pad one may lie above: newer releases add some that no model reads. */
  readonly textVocabularySize: number;
}
