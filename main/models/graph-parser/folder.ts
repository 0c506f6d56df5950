import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../../checkpoint/atomic-write.ts';
import { readSafetensors, writeSafetensors } from '../../checkpoint/safetensors.ts';
import { AppError } from '../../errors/app-error.ts';
import { faultOf, inWords } from '../../errors/faults-in-words.ts';
import { graphParserConfigSchema } from './config.ts';
import { type Labels, labelsSchema } from './labels.ts';
import { GraphParserNetwork } from './network.ts';
import { ParserVocabulary, parserVocabularySchema } from './vocabulary.ts';

/** The files of a parser's folder. */
export const parserFiles = {
  config: 'config.json',
  vocabulary: 'vocabulary.json',
  labels: 'labels.json',
  weights: 'model.safetensors',
} as const;

/** A parser's network with what its inputs and outputs mean. */
export interface ParserModel {
  readonly network: GraphParserNetwork;
  readonly vocabulary: ParserVocabulary;
  readonly labels: Labels;
  /** Metadata of the weights' file, `version` included. */
  readonly metadata: Readonly<Record<string, string>>;
}

function readJson<T>(file: string, schema: z.ZodType<T>): T {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('not_found', `There is no file ${file}: the folder holds no complete graph parser.`, { cause });
  }
  try {
    return schema.parse(JSON.parse(text), inWords);
  } catch (cause) {
    const why = cause instanceof z.ZodError ? faultOf(cause) : (cause as Error).message;
    throw new AppError('malformed_file', `${file} is not what a graph parser needs: ${why}`, { cause });
  }
}

/** Reads a parser from its folder. Throws `not_found` or `malformed_file` naming the file. The caller disposes the network. */
export function loadParserModel(directory: string): ParserModel {
  const config = readJson(path.join(directory, parserFiles.config), graphParserConfigSchema);
  const labels = readJson(path.join(directory, parserFiles.labels), labelsSchema);
  const words = readJson(path.join(directory, parserFiles.vocabulary), parserVocabularySchema);
  const vocabulary = new ParserVocabulary(words, config.letterBuckets);
  const weights = path.join(directory, parserFiles.weights);
  const { tensors, metadata } = readSafetensors(weights);
  const network = new GraphParserNetwork(config, vocabulary, labels, 0);
  try {
    network.loadStateDict(tensors, weights);
  } catch (error) {
    network.dispose();
    throw error;
  }
  return { network, vocabulary, labels, metadata };
}

/** Writes a parser's folder, the weights last: a folder without them is seen as incomplete. */
export function saveParserModel(
  { network, vocabulary, labels, metadata }: ParserModel,
  directory: string,
  type: 'F32' | 'F16',
): void {
  const write = (name: string, value: unknown): void =>
    writeFileAtomically(path.join(directory, name), [`${JSON.stringify(value, null, 1)}\n`]);
  write(parserFiles.config, network.config);
  write(parserFiles.labels, labels);
  write(parserFiles.vocabulary, {
    common: vocabulary.common,
    learned: vocabulary.learned,
    vectors: vocabulary.vectors,
    commonVectors: vocabulary.commonVectors,
  });
  writeSafetensors(path.join(directory, parserFiles.weights), network.stateDict(), { type, metadata });
}
