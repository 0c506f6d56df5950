import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { SceneGraph } from '../../../preload/contract/scene-graph.ts';
import { AppError } from '../../errors/app-error.ts';
import { CaptionParser, factualText } from '../../models/graph-parser/caption-parser.ts';
import { sceneGraphOf } from './scene-graph-of.ts';

/** What a parser's process answers with: one graph a text, and its facts as FACTUAL writes them. */
export interface ReadCaptions {
  readonly graphs: readonly SceneGraph[];
  readonly factual: readonly string[];
}

/** A loaded model that reads captions. Any text gives a graph, an empty one at worst; the same text gives the same graph. */
export interface CaptionReader {
  read(texts: readonly string[]): ReadCaptions;
  dispose(): void;
}

interface ReaderKind {
  /** The `model` of the folder's config.json. */
  readonly model: string;
  open(directory: string, resources: string): CaptionReader;
}

/**
 * Models that can be a graph parser. A FACTUAL checkpoint, when it joins them, is asked sentence by sentence with the
 * prompt "Generate Scene Graph: ", and `main/scene-graph/text-form.ts` reads its answer.
 */
const kinds: readonly ReaderKind[] = [{ model: 'graph-parser', open: openNetwork }];

/** The reader in `directory`. Throws `not_found` or `malformed_file` naming the file, or `bad_input` listing the kinds. */
export function openCaptionReader(directory: string, resources: string): CaptionReader {
  const file = path.join(directory, 'config.json');
  const model = modelOf(file);
  const kind = kinds.find((each) => each.model === model);
  if (!kind)
    throw new AppError(
      'bad_input',
      `${file} is of the model "${model}", which reads no captions; those that do are: ${kinds.map((each) => each.model).join(', ')}.`,
    );
  return kind.open(directory, resources);
}

function modelOf(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('not_found', `There is no file ${file}: the folder holds no graph parser.`, { cause });
  }
  try {
    return z.object({ model: z.string() }).parse(JSON.parse(text)).model;
  } catch (cause) {
    throw new AppError('malformed_file', `${file} does not say which model it is of.`, { cause });
  }
}

function openNetwork(directory: string, resources: string): CaptionReader {
  const parser = CaptionParser.open(directory, resources);
  return {
    read(texts) {
      const read = parser.read(texts);
      const { lemmatizer } = parser.dictionary;
      return {
        graphs: read.map((sentences, at) => sceneGraphOf(texts[at]!, sentences, lemmatizer)),
        factual: read.map(factualText),
      };
    },
    dispose: () => parser.dispose(),
  };
}
