import { AppError } from '../../errors/app-error.ts';
import { weightNames } from '../open-weights.ts';
import type { HubFile, HubListing } from './listing.ts';

/** Files that a model needs besides its weights, anywhere in the repository's own folder or that of the Q-Former's tokenizer. */
const needed = new Set([
  'config.json',
  'generation_config.json',
  'preprocessor_config.json',
  'processor_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'spiece.model',
  'tokenizer.model',
  'vocab.txt',
  'vocabulary.json',
]);
const texts = /^(?:README\.md|LICEN[CS]E(?:\.\w+)?|NOTICE)$/;
/** Folders of a model that hold tokenizers. */
export const tokenizerFolders: ReadonlySet<string> = new Set(['qformer_tokenizer', 'tokenizer']);

/**
 * The files of a repository to download: its configuration, tokenizers, card and licence, and its weights once, as
 * safetensors where there are any. Repositories hold the same weights for several frameworks; the others stay there.
 * Throws `bad_input` for one without a configuration or without weights that can be read.
 */
export function wantedFiles({ repository, files }: HubListing): readonly HubFile[] {
  const names = new Set(files.map(({ name }) => name));
  if (!names.has('config.json'))
    throw new AppError('bad_input', `"${repository}" has no config.json: it is not a model that can be loaded.`);
  const weights = weightFiles(names);
  if (weights.length === 0)
    throw new AppError(
      'bad_input',
      `"${repository}" has no weights that can be read: neither ${weightNames.single} nor ${weightNames.torch}.`,
    );
  return files.filter(({ name }) => weights.includes(name) || isBeside(name));
}

function weightFiles(names: ReadonlySet<string>): readonly string[] {
  if (names.has(weightNames.single)) return [weightNames.single];
  if (names.has(weightNames.index))
    return [weightNames.index, ...[...names].filter((name) => /^model-\d+-of-\d+\.safetensors$/.test(name))];
  return names.has(weightNames.torch) ? [weightNames.torch] : [];
}

/** Whether a file, by its path in a model's folder, is one that belongs beside the weights: see `needed`. */
export function isBeside(name: string): boolean {
  const parts = name.split('/');
  const file = parts.at(-1)!;
  if (parts.length === 1) return needed.has(file) || texts.test(file);
  return parts.length === 2 && tokenizerFolders.has(parts[0]!) && needed.has(file);
}
