import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { manifestName, manifestSchema } from '../../checkpoint/hub/download-model.ts';
import { findWeights } from '../../checkpoint/open-weights.ts';
import { valueCount } from '../../checkpoint/weight-source.ts';
import { AppError } from '../../errors/app-error.ts';
import { type Architecture, readArchitecture } from '../../models/library/architecture.ts';
import { openModelWeights } from '../../models/library/model-weights.ts';
import { readTokenizer } from '../../models/library/tokenizers.ts';
import { refuseUnfitWeights, sizeFiles } from '../../models/library/weights-fit.ts';
import { type ModelPlace, wholePlace } from '../../models/model-place.ts';
import { tokenizerFileIn } from '../../text/tokenizers/load-tokenizer.ts';
import type { ImportedModel } from './library-file.ts';

/** A model of the library: where its parts lie, and what can be said of it without loading it. */
export interface LibraryEntry {
  readonly id: string;
  readonly title: string;
  readonly kind: 'bundled' | 'downloaded' | 'imported';
  /** Folder with config.json and tokenizer. */
  readonly folder: string;
  /** Folder or file of the weights. */
  readonly weights: string;
  readonly fineTuned: string | null;
  readonly licence: string | null;
  readonly architecture: Architecture | null;
  readonly parameters: number | null;
  readonly problem: string | null;
}

type Place = Pick<LibraryEntry, 'id' | 'title' | 'kind' | 'folder' | 'weights' | 'fineTuned' | 'licence'>;

/** Shipped models that can caption, by name. Others in the folder are parts that they are made with. */
export function bundledEntries(resourcesDirectory: string): readonly LibraryEntry[] {
  const models = path.join(resourcesDirectory, 'models');
  return foldersIn(models)
    .map((id) => {
      const folder = path.join(models, id);
      const licence = licenceIn(folder) ?? 'mit';
      return entry({ id, title: id, kind: 'bundled', folder, weights: folder, fineTuned: null, licence });
    })
    .filter(({ architecture }) => architecture !== null);
}

/** Downloaded models, and downloads that have not ended, which have a problem that says so. */
export function downloadedEntries(modelsDirectory: string): readonly LibraryEntry[] {
  return foldersIn(modelsDirectory).map((name) => {
    const folder = path.join(modelsDirectory, name);
    const manifest = manifestIn(folder);
    const id = manifest?.repository ?? name.replace('--', '/');
    const place: Place = {
      id,
      title: id.split('/').at(-1)!,
      kind: 'downloaded',
      folder,
      weights: folder,
      fineTuned: null,
      licence: manifest?.licence ?? licenceIn(folder),
    };
    if (manifest) return entry(place);
    const problem = 'Its download has not ended. Download it again to resume where it stopped.';
    return { ...place, architecture: architectureIn(folder), parameters: null, problem };
  });
}

export const importedEntry = (model: ImportedModel): LibraryEntry =>
  entry({ ...model, kind: 'imported', weights: model.path, licence: model.licence ?? licenceIn(model.folder) });

/** Looks at the parts of a model; what is wrong with one becomes its problem. */
function entry(place: Place): LibraryEntry {
  let architecture: Architecture | null = null;
  let parameters: number | null = null;
  try {
    architecture = readArchitecture(place.folder);
    const whole = placeOfParts(place.folder, place.weights, place.fineTuned);
    checkTokenizers(whole.directory, architecture);
    const numbers = checkedNumbers(whole, architecture);
    parameters = architecture.parameters?.total ?? numbers;
    return { ...place, architecture, parameters, problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...place, architecture, parameters, problem: error.message };
  }
}

/**
 * Opens the weights and tokenizers of a model that is to be taken in, so that damage and files that do not belong together
 * are told at once: tensors too that are missing, not expected, or of another shape than config.json says. Throws what
 * opening them and reading the tokenizers throws, and `not_found` for a missing config.json.
 */
export function checkModel(folder: string, weights: string, fineTuned: string | null): void {
  const whole = placeOfParts(folder, weights, fineTuned);
  const architecture = readArchitecture(folder);
  checkTokenizers(whole.directory, architecture);
  const source = openModelWeights(whole);
  source.close();
  refuseUnfitWeights(whole.directory, architecture, source);
}

/** The place of a model's parts. An exported run also needs the model it was trained from. */
const placeOfParts = (folder: string, weights: string, fineTuned: string | null): ModelPlace =>
  wholePlace({ directory: folder, weights, fineTuned: fineTuned === null ? [] : [fineTuned] });

const readable = new Map<string, true>();

/**
 * Reads the tokenizers of a model and holds them against its config; again only when a file has changed, as reading large
 * ones takes half a second. Throws what reading them throws.
 */
function checkTokenizers(folder: string, { tokenizers }: Architecture): void {
  for (const need of tokenizers) {
    const file = tokenizerFileIn(path.join(folder, need.place));
    const key = file === null ? null : `${stampOf([file])} ${need.rows}`;
    if (key !== null && readable.has(key)) continue;
    readTokenizer(folder, need);
    if (key !== null) readable.set(key, true);
  }
}

/** Changes when one of the files does. */
const stampOf = (files: readonly string[]): string =>
  files
    .map((file) => [file, statSync(file)] as const)
    .map(([file, { size, mtimeMs }]) => `${file} ${size} ${mtimeMs}`)
    .join('\n');

function architectureIn(folder: string): Architecture | null {
  try {
    return readArchitecture(folder);
  } catch {
    return null; // Its config.json has not arrived yet; the entry's problem says that the download has not ended.
  }
}

const checked = new Map<string, number>();

/**
 * Numbers in a model's weights, by their headers, which are held against its config on the way; looked at again only when a
 * file has changed. Throws what opening weights throws, and `malformed_file` for those that do not fit the config.
 */
function checkedNumbers(place: ModelPlace, architecture: Architecture): number {
  const { directory, weights = directory, fineTuned = [] } = place;
  const sizes = sizeFiles(directory, architecture).filter((file) => existsSync(file));
  const key = stampOf([...[weights, ...fineTuned].map(findWeights), ...sizes]);
  const known = checked.get(key);
  if (known !== undefined) return known;
  const source = openModelWeights(place);
  source.close();
  refuseUnfitWeights(directory, architecture, source);
  const numbers = [...source.tensors.values()].reduce((sum, { shape }) => sum + valueCount(shape), 0);
  checked.set(key, numbers);
  return numbers;
}

function foldersIn(directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  const found = readdirSync(directory, { withFileTypes: true }).filter((each) => each.isDirectory());
  return found.map(({ name }) => name).sort();
}

function manifestIn(folder: string) {
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(path.join(folder, manifestName), 'utf8')));
  } catch {
    return null; // Not there, or cut short by a full disk: either way the download has not ended.
  }
}

/** The licence that a model card's head names: `license: mit`. */
export function licenceIn(folder: string): string | null {
  try {
    const card = readFileSync(path.join(folder, 'README.md'), 'utf8').slice(0, 20_000);
    const head = /^---\r?\n([\s\S]*?)\r?\n---/.exec(card)?.[1] ?? '';
    return /^license:\s*["']?([^"'\r\n]+)/m.exec(head)?.[1]?.trim() ?? null;
  } catch {
    return null;
  }
}
