import { isUtf8 } from 'node:buffer';
import { quoted } from '../../errors/quoted.ts';
import { CharactersMap } from './characters-map.ts';
import { protoFields } from './protobuf.ts';
import { longestPiece, type Malformed, malformedAs, mostPieces, readTokenizerFile } from './tokenizer-file.ts';

/** The purpose of a piece (sentencepiece_model.proto). */
export const pieceKinds = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;

export interface Piece {
  readonly text: string;
  /** Log-probability for unigram models, minus the order of merging for BPE: higher goes first. */
  readonly score: number;
  readonly kind: number;
}

/** A trained SentencePiece model as its file holds it. */
export interface SentencePieceModel {
  readonly file: string;
  readonly algorithm: 'unigram' | 'bpe';
  readonly pieces: readonly Piece[];
  readonly unknownId: number;
  readonly byteFallback: boolean;
  /** Rules of Unicode normalisation. */
  readonly charactersMap: CharactersMap;
  readonly addDummyPrefix: boolean;
  readonly removeExtraWhitespaces: boolean;
  readonly escapeWhitespaces: boolean;
}

const algorithms: Readonly<Record<number, SentencePieceModel['algorithm']>> = { 1: 'unigram', 2: 'bpe' };

/**
 * Reads `spiece.model` or `tokenizer.model`. Throws `not_found` when it is not there, `unreadable_file`, or `malformed_file`
 * when it is damaged or of an algorithm other than unigram and BPE, naming the file.
 */
export function readSentencePieceModel(file: string): SentencePieceModel {
  const malformed = malformedAs(file, 'SentencePiece model');
  const content = readTokenizerFile(file, malformed);
  try {
    const model = parse(content, file, malformed);
    refuseFaults(model, malformed);
    return model;
  } catch (cause) {
    if (cause instanceof RangeError) throw malformed(cause.message, cause);
    throw cause;
  }
}

// Numbers of fields: sentencepiece_model.proto.
function parse(content: Buffer, file: string, malformed: Malformed): SentencePieceModel {
  const pieces: Piece[] = [];
  let algorithm = 1;
  let byteFallback = false;
  let charactersMap = Buffer.alloc(0);
  const rules = { addDummyPrefix: true, removeExtraWhitespaces: true, escapeWhitespaces: true };
  let suffix = false;
  for (const { number, bytes } of protoFields(content)) {
    if (bytes === null) continue;
    if (number === 1) {
      if (pieces.length === mostPieces) throw malformed(`it has more than ${mostPieces.toLocaleString('en')} pieces`);
      pieces.push(parsePiece(bytes, pieces.length, malformed));
    }
    if (number === 2)
      for (const field of protoFields(bytes)) {
        if (field.number === 3) algorithm = field.varint;
        if (field.number === 24) suffix = field.varint !== 0;
        if (field.number === 35) byteFallback = field.varint !== 0;
      }
    if (number === 3)
      for (const field of protoFields(bytes)) {
        if (field.number === 2 && field.bytes) charactersMap = Buffer.from(field.bytes);
        if (field.number === 3) rules.addDummyPrefix = field.varint !== 0;
        if (field.number === 4) rules.removeExtraWhitespaces = field.varint !== 0;
        if (field.number === 5) rules.escapeWhitespaces = field.varint !== 0;
      }
  }
  const known = algorithms[algorithm];
  if (!known) throw malformed(`its algorithm is number ${algorithm}; unigram (1) and BPE (2) are read`);
  if (suffix) throw malformed('it marks the ends of words instead of their beginnings');
  const unknownId = pieces.findIndex(({ kind }) => kind === pieceKinds.unknown);
  if (unknownId < 0) throw malformed('it has no piece for what is unknown');
  const map = new CharactersMap(charactersMap);
  return { file, algorithm: known, pieces, unknownId, byteFallback, charactersMap: map, ...rules };
}

function parsePiece(bytes: Buffer, id: number, malformed: Malformed): Piece {
  let text = '';
  let score = 0;
  let kind: number = pieceKinds.normal;
  for (const field of protoFields(bytes)) {
    if (field.number === 1 && field.bytes) {
      if (field.bytes.length > longestPiece) throw malformed(`piece ${id} has ${field.bytes.length} bytes`);
      // The library reads on and never finds it again: no text spells it.
      if (!isUtf8(field.bytes)) throw malformed(`piece ${id} is not text (UTF-8)`);
      text = field.bytes.toString('utf8');
    }
    if (field.number === 2) score = field.float;
    if (field.number === 3) kind = field.varint;
  }
  return { text, score, kind };
}

const kinds: ReadonlySet<number> = new Set(Object.values(pieceKinds));
const byteCount = 256;

/** Refuses what the library refuses too, and kinds of pieces that it does not know. */
function refuseFaults({ algorithm, pieces, byteFallback }: SentencePieceModel, malformed: Malformed): void {
  const text = new Map<string, number>();
  const reserved = new Map<string, number>();
  let [unknown, bytes, normal] = [0, 0, 0];
  for (const [id, { text: spelled, score, kind }] of pieces.entries()) {
    if (spelled === '') throw malformed(`piece ${id} is empty`);
    if (!Number.isFinite(score)) throw malformed(`the score of piece ${id} is ${score}`);
    if (!kinds.has(kind)) throw malformed(`piece ${id} is of kind ${kind}`);
    if (kind === pieceKinds.byte && !/^<0x[0-9A-F]{2}>$/.test(spelled))
      throw malformed(`piece ${id} should be a byte and is ${quoted(spelled)}`);
    const isText = kind === pieceKinds.normal || kind === pieceKinds.userDefined || kind === pieceKinds.unused;
    const ids = isText ? text : reserved;
    const before = ids.get(spelled);
    if (before !== undefined) throw malformed(`pieces ${before} and ${id} are both ${quoted(spelled)}`);
    ids.set(spelled, id);
    unknown += Number(kind === pieceKinds.unknown);
    bytes += Number(kind === pieceKinds.byte);
    normal += Number(kind === pieceKinds.normal);
  }
  if (unknown > 1) throw malformed(`it has ${unknown} pieces for what is unknown`);
  if (bytes !== (byteFallback ? byteCount : 0))
    throw malformed(`it has pieces for ${bytes} bytes, of ${byteFallback ? byteCount : 'which it makes no use'}`);
  if (algorithm === 'unigram' && normal === 0) throw malformed('it has no pieces of text');
}
