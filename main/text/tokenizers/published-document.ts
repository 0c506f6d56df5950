import { z } from 'zod';
import { faultOf, inWords } from '../../errors/faults-in-words.ts';
import { quoted } from '../../errors/quoted.ts';
import { longestPiece, type Malformed, mostPieces } from './tokenizer-file.ts';

/** A tokenizer.json, checked: its library believes what it is given. */
export interface PublishedDocument {
  /** With what may be absent filled in. */
  readonly document: object;
  /** One more than the highest id. */
  readonly vocabularySize: number;
  /** The same of pieces that text is cut into; special ones that were added may lie above. */
  readonly textVocabularySize: number;
}

const highestId = 10_000_000;
/** Looked up in a tree of characters, which takes 250 bytes for each; the largest published have a quarter of it. */
const mostCharacters = 3_000_000;
const kinds = ['WordPiece', 'Unigram', 'BPE'] as const;
type Kind = (typeof kinds)[number];

const partSchema = z.record(z.string(), z.unknown()).nullable().default(null);
const documentSchema = z.looseObject({
  normalizer: partSchema,
  pre_tokenizer: partSchema,
  post_processor: partSchema,
  decoder: partSchema,
  added_tokens: z
    .array(
      z.looseObject({
        id: z.int().min(0).max(highestId),
        content: z.string().min(1).max(longestPiece),
        special: z.boolean().default(false),
      }),
    )
    .max(mostPieces)
    .default([]),
  model: z.looseObject({
    type: z.string().optional(),
    unk_id: z.int().nullish(),
    unk_token: z.string().nullish(),
    merges: z.array(z.unknown()).optional(),
  }),
});
type Document = z.infer<typeof documentSchema>;

/** Checks a parsed tokenizer.json. Throws what `malformed` makes, for the first fault. */
export function checkedDocument(json: unknown, malformed: Malformed): PublishedDocument {
  const parsed = documentSchema.safeParse(json, inWords);
  if (!parsed.success) throw malformed(faultOf(parsed.error), parsed.error);
  const document = parsed.data;
  const kind = kindOf(document.model, malformed);
  const ids = kind === 'Unigram' ? listedIds(document.model, malformed) : namedIds(document.model, malformed);
  refuseMissingUnknown(kind, document, ids, malformed);
  if (kind === 'BPE') refuseMerges(document.model.merges, malformed);
  for (const part of ['normalizer', 'pre_tokenizer', 'decoder'] as const)
    if (hasUnknownPattern(document[part])) throw malformed(`its ${part} has a pattern of an unknown kind`);
  let [own, all] = [0, 0];
  for (const id of ids.values()) own = Math.max(own, id + 1);
  for (const { id, special } of document.added_tokens) {
    all = Math.max(all, id + 1);
    if (!special) own = Math.max(own, id + 1);
  }
  return {
    document: { ...document, model: { ...document.model, type: kind } },
    vocabularySize: Math.max(own, all),
    textVocabularySize: own,
  };
}

/** Early files do not say of which kind their model is. */
function kindOf(model: Document['model'], malformed: Malformed): Kind {
  if (model.type !== undefined) {
    const kind = kinds.find((each) => each === model.type);
    if (kind) return kind;
    throw malformed(`its model is of the type ${quoted(model.type)}; read are ${kinds.join(', ')}`);
  }
  if (Array.isArray(model.vocab)) return 'Unigram';
  if (model.merges) return 'BPE';
  if (model.continuing_subword_prefix !== undefined) return 'WordPiece';
  throw malformed(`its model has no type; read are ${kinds.join(', ')}`);
}

/** Ids of `[[piece, score], …]`, which are their places. */
function listedIds({ vocab }: Document['model'], malformed: Malformed): ReadonlyMap<string, number> {
  if (!Array.isArray(vocab)) throw malformed('its vocabulary is not a list of pieces with their scores');
  refuseCount(vocab.length, malformed);
  const ids = new Map<string, number>();
  let characters = 0;
  for (const [id, entry] of (vocab as unknown[]).entries()) {
    const [piece, score] = Array.isArray(entry) ? (entry as unknown[]) : [];
    if (typeof piece !== 'string' || typeof score !== 'number' || !Number.isFinite(score))
      throw malformed(`entry ${id} of its vocabulary is not a piece with a score`);
    if (piece.length > longestPiece) throw malformed(`piece ${id} has ${piece.length} characters`);
    if (ids.has(piece)) throw malformed(`pieces ${ids.get(piece)} and ${id} are both ${quoted(piece)}`);
    ids.set(piece, id);
    characters += piece.length;
  }
  if (characters > mostCharacters) throw malformed(`its pieces have ${characters.toLocaleString('en')} characters`);
  return ids;
}

/** Ids of `{piece: id, …}`. */
function namedIds({ vocab }: Document['model'], malformed: Malformed): ReadonlyMap<string, number> {
  if (typeof vocab !== 'object' || vocab === null || Array.isArray(vocab))
    throw malformed('its vocabulary is not a table of pieces with their ids');
  const entries = Object.entries(vocab as Readonly<Record<string, unknown>>);
  refuseCount(entries.length, malformed);
  const pieces = new Map<number, string>();
  for (const [piece, id] of entries) {
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id > highestId)
      throw malformed(`the id of ${quoted(piece)} is ${quoted(String(id))}`);
    const other = pieces.get(id);
    if (other !== undefined) throw malformed(`${quoted(other)} and ${quoted(piece)} both have the id ${id}`);
    if (piece.length > longestPiece) throw malformed(`piece ${id} has ${piece.length} characters`);
    pieces.set(id, piece);
  }
  return new Map(entries as [string, number][]);
}

function refuseCount(pieces: number, malformed: Malformed): void {
  if (pieces === 0) throw malformed('its vocabulary is empty');
  if (pieces > mostPieces) throw malformed(`it has ${pieces.toLocaleString('en')} pieces`);
}

function refuseMissingUnknown(
  kind: Kind,
  { model: { unk_id: id, unk_token: piece }, added_tokens: added }: Document,
  ids: ReadonlyMap<string, number>,
  malformed: Malformed,
): void {
  if (kind === 'Unigram') {
    if (typeof id === 'number' && id >= 0 && id < ids.size) return;
    throw malformed(`its piece for what is unknown (unk_id) is ${id ?? 'not named'}, of ${ids.size} pieces`);
  }
  // BPE of bytes knows everything, and names none.
  if (kind === 'BPE' && (piece === undefined || piece === null)) return;
  if (piece && (ids.has(piece) || added.some(({ content }) => content === piece))) return;
  throw malformed(`its piece for what is unknown (${quoted(piece ?? 'unk_token')}) is not in its vocabulary`);
}

/** "a b" or ["a", "b"], all of them alike. */
function refuseMerges(merges: readonly unknown[] | undefined, malformed: Malformed): void {
  if (!merges) throw malformed('it has no merges');
  const isText = (value: unknown): value is string => typeof value === 'string';
  const isPair = (value: unknown): boolean => Array.isArray(value) && value.length === 2 && value.every(isText);
  const isSpaced = (value: unknown): boolean => isText(value) && value.indexOf(' ') > 0;
  const isAlike = isText(merges[0]) ? isSpaced : isPair;
  const fault = merges.findIndex((merge) => !isAlike(merge));
  if (fault >= 0) throw malformed(`merge ${fault} is not a pair of pieces`);
}

/** The library only warns of one, and then replaces nothing. */
function hasUnknownPattern(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false;
  const pattern = (part as { pattern?: unknown }).pattern;
  if (pattern !== undefined) {
    const { String: text, Regex: expression } = (pattern ?? {}) as Record<string, unknown>;
    if (typeof text !== 'string' && typeof expression !== 'string') return true;
  }
  return Object.values(part).some(hasUnknownPattern);
}
