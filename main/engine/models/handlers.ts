import path from 'node:path';
import type { ExportedModel, LibraryModel } from '../../../preload/contract/models.ts';
import type { Handlers } from '../../../preload/contract/table.ts';
import { findWeights } from '../../checkpoint/open-weights.ts';
import { AppError } from '../../errors/app-error.ts';
import type { JobKind } from '../../jobs/job-kind.ts';
import type { JobQueue, Queued } from '../../jobs/job-queue.ts';
import { knownModels } from '../../models/library/known-models.ts';
import { captioningMemory, trainingMemory } from '../../models/memory-estimate.ts';
import type { ExportContext } from '../export/export-model.ts';
import { fileBytes, folderBytes } from '../settings/folder-bytes.ts';
import { fitOf } from './device-fit.ts';
import type { LibraryEntry } from './library-entry.ts';
import { type DownloadInput, downloadKind, type ModelExportInput, modelExportKind } from './transfer-kinds.ts';

export interface ModelsNamespace {
  readonly handlers: Handlers['models'];
  readonly kinds: {
    readonly download: JobKind<DownloadInput, LibraryEntry>;
    readonly export: JobKind<ModelExportInput, ExportedModel>;
  };
}

/** The model library: what is there, what can be had, and what fits this computer. */
export function createModelsNamespace(context: ExportContext, jobs: JobQueue): ModelsNamespace {
  const { library } = context;
  const download = (input: DownloadInput, jobId?: string): Queued<LibraryEntry> => {
    const { repository } = input;
    return jobs.add(kinds.download, {
      id: jobId,
      title: `Download ${repository}`,
      subject: { model: repository },
      input,
    });
  };
  const kinds: ModelsNamespace['kinds'] = {
    download: downloadKind(context, (input) => download(input).job),
    export: modelExportKind(context),
  };
  const titleOf = (id: string): string =>
    library.entries().find((entry) => entry.id === id)?.title ??
    context
      .store()
      ?.runs.list()
      .find((run) => run.id === id)?.name ??
    id;
  const storage = async () => ({
    directory: library.modelsDirectory,
    bytes: await folderBytes(library.modelsDirectory),
    hub: library.hub,
  });
  const handlers: Handlers['models'] = {
    list: () => Promise.all(library.entries().map(libraryView)),
    offers() {
      const there = new Set(library.entries().map(({ id }) => id));
      return knownModels
        .filter(({ repository }) => !there.has(repository))
        .map(({ architecture, storedNumbers, ...model }) => ({
          ...model,
          parameters: architecture.parameters!.total,
          downloadBytes: storedNumbers * Float32Array.BYTES_PER_ELEMENT,
          fit: fitOf(architecture),
        }));
    },
    download: async ({ repository, jobId }) => libraryView(await download({ repository }, jobId).ended),
    import: async (input) => libraryView(await library.import(input)),
    export: ({ id, out, jobId }) =>
      jobs.add(kinds.export, {
        id: jobId,
        title: `Export ${titleOf(id)} to ${path.basename(out)}`,
        subject: { model: id },
        input: { id, out },
      }).ended,
    remove: async ({ id }) => ({ freedBytes: await library.remove(id) }),
    memory({ id }) {
      const offered = knownModels.find(({ repository }) => repository === id);
      const { architecture, problem } = offered ? { ...offered, problem: null } : library.entry(id);
      if (!architecture) throw new AppError('conflict', problem ?? `The config of "${id}" cannot be read.`);
      return { captioning: captioningMemory(architecture), training: trainingMemory(architecture) };
    },
    storage,
    async setHub({ hub }) {
      await library.setHub(hub);
      return storage();
    },
  };
  return { handlers, kinds };
}

async function libraryView(entry: LibraryEntry): Promise<LibraryModel> {
  const { id, title, kind, architecture, weights, fineTuned, parameters, licence, problem } = entry;
  return {
    id,
    title,
    kind,
    architecture: architecture?.title ?? null,
    place: weights,
    fineTuned,
    bytes: await bytesOf(entry),
    parameters,
    licence,
    fit: architecture && fitOf(architecture),
    problem,
  };
}

/** Disk space of a model: its folder if that belongs to it alone, otherwise the files that were named. */
async function bytesOf({ kind, folder, weights, fineTuned }: LibraryEntry): Promise<number> {
  const isFolder = kind !== 'imported' || weights === folder;
  const own = isFolder ? await folderBytes(folder) : await placeBytes(weights);
  return own + (fineTuned === null ? 0 : await placeBytes(fineTuned));
}

async function placeBytes(place: string): Promise<number> {
  try {
    return await fileBytes(findWeights(place));
  } catch {
    return 0; // Its problem says that it is gone.
  }
}
