import { readFileSync } from 'node:fs';
import { AppError } from '../../errors/app-error.ts';
import { protoFields } from './protobuf.ts';

/** What a piece is for (sentencepiece_model.proto). */
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
  /** Rules of Unicode normalisation, compiled; empty for none. */
  readonly charactersMap: Buffer;
  readonly addDummyPrefix: boolean;
  readonly removeExtraWhitespaces: boolean;
  readonly escapeWhitespaces: boolean;
}

const algorithms: Readonly<Record<number, SentencePieceModel['algorithm']>> = { 1: 'unigram', 2: 'bpe' };
/** The largest published model has 256,000 pieces in 4.5 MB. */
const longestModelBytes = 64 * 2 ** 20;

/**
 * Reads `spiece.model` or `tokenizer.model`. Throws `not_found` when it is not there, `malformed_file` when it is damaged
 * or of an algorithm other than unigram and BPE, naming the file.
 */
export function readSentencePieceModel(file: string): SentencePieceModel {
  let content: Buffer;
  try {
    content = readFileSync(file);
  } catch (cause) {
    throw new AppError('not_found', `There is no tokenizer file ${file}.`, { cause });
  }
  const malformed = (why: string, cause?: unknown): AppError =>
    new AppError('malformed_file', `${file} is not a SentencePiece model that can be read: ${why}.`, { cause });
  if (content.length > longestModelBytes) throw malformed(`it has ${content.length} bytes`);
  try {
    return parse(content, file, malformed);
  } catch (cause) {
    if (cause instanceof RangeError) throw malformed(cause.message, cause);
    throw cause;
  }
}

// Numbers of fields: sentencepiece_model.proto.
function parse(content: Buffer, file: string, malformed: (why: string) => AppError): SentencePieceModel {
  const pieces: Piece[] = [];
  let algorithm = 1;
  let byteFallback = false;
  let charactersMap = Buffer.alloc(0);
  const rules = { addDummyPrefix: true, removeExtraWhitespaces: true, escapeWhitespaces: true };
  let suffix = false;
  for (const { number, bytes } of protoFields(content)) {
    if (bytes === null) continue;
    if (number === 1) pieces.push(parsePiece(bytes));
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
  return { file, algorithm: known, pieces, unknownId, byteFallback, charactersMap, ...rules };
}

function parsePiece(bytes: Buffer): Piece {
  let text = '';
  let score = 0;
  let kind: number = pieceKinds.normal;
  for (const field of protoFields(bytes)) {
    if (field.number === 1 && field.bytes) text = field.bytes.toString('utf8');
    if (field.number === 2) score = field.float;
    if (field.number === 3) kind = field.varint;
  }
  return { text, score, kind };
}
