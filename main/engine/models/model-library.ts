import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { defaultHub, downloadFolder, downloadModel } from '../../checkpoint/hub/download-model.ts';
import { noSuchPlace } from '../../checkpoint/open-weights.ts';
import { AppError } from '../../errors/app-error.ts';
import type { JsonFile } from '../../store/json-file.ts';
import { folderBytes } from '../settings/folder-bytes.ts';
import { bundledEntries, checkModel, downloadedEntries, importedEntry, type LibraryEntry } from './library-entry.ts';
import { type LibraryRecord, libraryFile } from './library-file.ts';

export interface ModelImport {
  readonly path: string;
  readonly folder: string | null;
  readonly fineTuned: string | null;
  readonly base: string | null;
  readonly title: string | null;
  readonly licence: string | null;
}

/** The models on this computer: those that ship, those that were downloaded, those that were taken in where they lie. */
export class ModelLibrary {
  readonly modelsDirectory: string;
  readonly #resourcesDirectory: string;
  readonly #record: JsonFile<LibraryRecord>;

  constructor(folders: { readonly resourcesDirectory: string; readonly userDataDirectory: string }) {
    this.#resourcesDirectory = folders.resourcesDirectory;
    this.modelsDirectory = path.join(folders.userDataDirectory, 'models');
    this.#record = libraryFile(folders.userDataDirectory);
  }

  get hub(): string {
    return this.#record.read().hub ?? defaultHub;
  }

  async setHub(hub: string | null): Promise<void> {
    await this.#record.update((record) => ({ ...record, hub }));
  }

  entries(): readonly LibraryEntry[] {
    return [
      ...bundledEntries(this.#resourcesDirectory),
      ...downloadedEntries(this.modelsDirectory),
      ...this.#record.read().imported.map(importedEntry),
    ];
  }

  /** Throws `unknown_id` naming the known ones. */
  entry(id: string): LibraryEntry {
    const entries = this.entries();
    const found = entries.find((entry) => entry.id === id);
    if (found) return found;
    throw new AppError(
      'unknown_id',
      `There is no model "${id}" in the library. Known: ${entries.map((entry) => entry.id).join(', ')}.`,
    );
  }

  /** Downloads a model, or goes on with a download. Throws what `downloadModel` throws. */
  async download(
    repository: string,
    options: { readonly signal: AbortSignal; readonly onProgress: (done: number, total: number) => void },
  ): Promise<LibraryEntry> {
    await mkdir(this.modelsDirectory, { recursive: true });
    await downloadModel({ hub: this.hub, repository, modelsDirectory: this.modelsDirectory, ...options });
    return this.entry(repository);
  }

  /**
   * Takes in a model where it lies, after opening it. Throws `conflict` when it is there already, `not_found` when no
   * config.json or tokenizer belongs to it, `unknown_id` or `bad_input` for a base that nothing can be laid over, and what
   * opening weights throws.
   */
  async import(model: ModelImport): Promise<LibraryEntry> {
    const { place, folder, fineTuned } = model.base === null ? placesOf(model) : this.#over(model.base, model);
    checkModel(folder, place, fineTuned);
    const known = this.#record.read().imported.find((each) => each.path === place && each.fineTuned === fineTuned);
    if (known) throw new AppError('conflict', `${fineTuned ?? place} is in the library already, as "${known.title}".`);
    const title = model.title || nameOf(fineTuned ?? place);
    const id = `imported-${slug(title)}-${randomBytes(2).toString('hex')}`;
    const imported = { id, title, path: place, folder, fineTuned, licence: model.licence || null };
    await this.#record.update((record) => ({ ...record, imported: [...record.imported, imported] }));
    return importedEntry(imported);
  }

  #over(id: string, { path: fineTuned, ...others }: ModelImport): Places {
    const base = this.entry(id);
    if (others.folder !== null || others.fineTuned !== null)
      throw new AppError('bad_input', `"${id}" has its own configuration: name only the file that is laid over it.`);
    if (base.architecture?.family === 'nadir-mini')
      throw new AppError(
        'bad_input',
        `Nothing is laid over "${id}": a fine-tuned nadir-mini is a whole model. Import its folder.`,
      );
    if (base.fineTuned !== null)
      throw new AppError(
        'bad_input',
        `"${id}" has fine-tuned weights over it already. Choose the model that they lie over.`,
      );
    return { place: base.weights, folder: base.folder, fineTuned: path.resolve(fineTuned) };
  }

  /** Returns the bytes freed. Throws `bad_input` for a model that ships with Nadir. */
  async remove(id: string): Promise<number> {
    const { kind } = this.entry(id);
    if (kind === 'bundled') throw new AppError('bad_input', `"${id}" ships with Nadir and cannot be removed.`);
    if (kind === 'imported') {
      await this.#record.update((record) => ({
        ...record,
        imported: record.imported.filter((each) => each.id !== id),
      }));
      return 0;
    }
    const folder = path.join(this.modelsDirectory, downloadFolder(id));
    const bytes = await folderBytes(folder);
    await rm(folder, { recursive: true, force: true });
    return bytes;
  }
}

interface Places {
  readonly place: string;
  readonly folder: string;
  readonly fineTuned: string | null;
}

function placesOf(model: ModelImport): Places {
  const place = path.resolve(model.path);
  const fineTuned = model.fineTuned === null ? null : path.resolve(model.fineTuned);
  return { place, fineTuned, folder: model.folder === null ? folderOf(place) : path.resolve(model.folder) };
}

/** The default place of config.json: the folder itself, or the folder of the file. */
function folderOf(place: string): string {
  if (!existsSync(place)) throw noSuchPlace(place);
  const folder = statSync(place).isDirectory() ? place : path.dirname(place);
  if (existsSync(path.join(folder, 'config.json'))) return folder;
  throw new AppError(
    'not_found',
    `${folder} holds no config.json. Name the folder that holds the model's config.json and tokenizer (any copy of the published model's, without its weights).`,
  );
}

/** Example: "checkpoint_1" of ".../checkpoint_1.pth"; a general name gets that of its folder. */
function nameOf(place: string): string {
  const name = path.basename(place).replace(/\.(?:pth|pt|bin|safetensors)$/i, '');
  return /^(?:model|pytorch_model|checkpoint_\w+|snapshots)$/.test(name)
    ? `${path.basename(path.dirname(place))} ${name}`
    : name;
}

const slug = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40) || 'model';
