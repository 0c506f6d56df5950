import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { SceneGraph } from '../../../preload/contract/scene-graph.ts';
import { AppError } from '../../errors/app-error.ts';
import { CaptionParser, factualText } from '../../models/graph-parser/caption-parser.ts';
import { printGraph } from '../../scene-graph/text-form.ts';
import { loadFactualParser } from './factual-parser.ts';
import { sceneGraphOf } from './scene-graph-of.ts';

/** The answer of a parser's process: one graph a text, and its facts as FACTUAL writes them. */
export interface ReadCaptions {
  readonly graphs: readonly SceneGraph[];
  readonly factual: readonly string[];
}

/** A loaded model that reads captions. Any text gives a graph, an empty one at worst; the same text gives the same graph. */
export interface CaptionReader {
  read(texts: readonly string[]): ReadCaptions | Promise<ReadCaptions>;
  dispose(): void;
}

interface ReaderKind {
  /** The `model`, or in Hugging Face's layout the `model_type`, of the folder's config.json. */
  readonly model: string;
  open(directory: string, resources: string): CaptionReader;
}

/** Models that can be a graph parser: Nadir's own network, and FACTUAL's FLAN-T5 in Hugging Face's layout. */
const kinds: readonly ReaderKind[] = [
  { model: 'graph-parser', open: openNetwork },
  { model: 't5', open: openFactual },
];

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
    const { model, model_type } = namesSchema.parse(JSON.parse(text));
    const name = model ?? model_type;
    if (name !== undefined) return name;
  } catch (cause) {
    throw new AppError('malformed_file', `${file} cannot be read as JSON: ${(cause as Error).message}`, { cause });
  }
  throw new AppError('malformed_file', `${file} does not say which model it is of.`);
}

const namesSchema = z.object({ model: z.string().optional(), model_type: z.string().optional() });

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

function openFactual(directory: string): CaptionReader {
  const parser = loadFactualParser(directory);
  return {
    async read(texts) {
      const graphs = await parser.parse(texts);
      return { graphs, factual: graphs.map(printGraph) };
    },
    dispose: () => parser.dispose(),
  };
}
