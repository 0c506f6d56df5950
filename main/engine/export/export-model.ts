import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ExportedModel } from '../../../preload/contract/models.ts';
import { AppError, type AppErrorCode } from '../../errors/app-error.ts';
import type { ReportProgress } from '../../jobs/job-kind.ts';
import { exitSentence, startJob } from '../../jobs/worker-job.ts';
import type { WorkerStarter } from '../../jobs/worker-port.ts';
import { readFamily } from '../../models/library/architecture.ts';
import { wholePlace } from '../../models/model-place.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import { licenceIn } from '../models/library-entry.ts';
import { modelCard } from '../models/model-card.ts';
import { writeModelFolder } from '../models/model-folder.ts';
import type { ModelLibrary } from '../models/model-library.ts';
import { type ModelFolders, trainedSource } from '../models/model-sources.ts';
import { folderBytes } from '../settings/folder-bytes.ts';
import { libraryCard, withLicence } from './export-card.ts';
import { makeFolder } from './export-folder.ts';

/** Services of the engine that an export uses. */
export interface ExportContext {
  readonly library: ModelLibrary;
  readonly folders: ModelFolders;
  readonly startWorker: WorkerStarter;
  /** The project that is open, whose runs can be exported. */
  readonly store: () => ProjectStore | null;
}

/** A model that can be exported: where it lies, and what its card says unless it has one. */
interface Exportable {
  readonly title: string;
  readonly modelDirectory: string;
  readonly weights?: string;
  readonly fineTuned?: readonly string[];
  /** Null: the one in its folder is its card. */
  readonly card: string | null;
}

/** A worker that is told to stop ends after the piece that it is at; one that does not is ended. */
const graceMs = 20_000;

/**
 * Writes a model as a folder that stands alone: see the contract's `models.export`. nadir-mini's folder is copied, because
 * it does so already; a published model is put together in a worker. Throws `unknown_id`, `conflict`, `bad_input`,
 * `disk_full`, and what opening the model throws.
 */
export async function exportModel(
  context: ExportContext,
  input: { readonly id: string; readonly out: string },
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: ReportProgress },
): Promise<ExportedModel> {
  const out = path.resolve(input.out);
  refuseOwnFolders(context, out);
  const model = exportable(context, input.id);
  const isMini =
    readFamily(path.join(wholePlace({ directory: model.modelDirectory }).directory, 'config.json')) === 'nadir-mini';
  await makeFolder(out, async (folder) => {
    if (isMini) await writeModelFolder(model.modelDirectory, folder, model.card);
    else await writeWhole(context, model, { folder, out }, { signal, progress });
    signal.throwIfAborted();
  });
  const names = await readdir(out, { recursive: true, withFileTypes: true });
  return {
    path: out,
    files: names.filter((entry) => entry.isFile()).length,
    bytes: await folderBytes(out),
    layout: isMini ? 'nadir-mini' : 'hugging-face',
  };
}

function refuseOwnFolders({ library, store }: ExportContext, out: string): void {
  const project = store();
  const within = (folder: string): boolean => out === folder || out.startsWith(folder + path.sep);
  if (project && (out === project.file || within(project.filesDirectory)))
    throw new AppError('bad_input', `${out} belongs to the project itself. Choose another place to export to.`);
  if (within(library.modelsDirectory))
    throw new AppError('bad_input', `${out} is where downloaded models are kept. Choose another place to export to.`);
}

/** A model of the library, or a run of the open project. Throws `unknown_id`, or `conflict` for one that cannot be used. */
function exportable({ library, folders, store }: ExportContext, id: string): Exportable {
  const entries = library.entries();
  const entry = entries.find((each) => each.id === id);
  if (entry) {
    const { title, folder, weights, fineTuned, problem } = entry;
    if (problem !== null) throw new AppError('conflict', `"${title}" cannot be exported. ${problem}`);
    const hasCard = fineTuned === null && existsSync(path.join(folder, 'README.md'));
    const card = hasCard ? null : withLicence(entry.licence, libraryCard(entry));
    return { title, modelDirectory: folder, weights, ...(fineTuned === null ? {} : { fineTuned: [fineTuned] }), card };
  }
  const project = store();
  if (!project)
    throw new AppError(
      'unknown_id',
      `There is no model "${id}" in the library; a run is exported while its project is open. Known: ${entries.map((each) => each.id).join(', ')}.`,
    );
  const source = trainedSource(folders, project, id);
  if (source.kind !== 'run') throw new AppError('internal', `"${id}" is in the library and was not found there.`);
  const { directory } = wholePlace({ directory: source.directory });
  const base = entries.find(({ folder }) => folder === directory);
  const licence = base?.licence ?? licenceIn(directory);
  return {
    title: source.model.title,
    modelDirectory: source.directory,
    card: withLicence(licence, modelCard(project, source, { whole: true })),
  };
}

/** Lets a worker write `folder`, then its card. */
async function writeWhole(
  { startWorker }: ExportContext,
  { title, card, ...place }: Exportable,
  { folder, out }: { readonly folder: string; readonly out: string },
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: ReportProgress },
): Promise<void> {
  signal.throwIfAborted();
  const job = startJob(startWorker, { kind: 'export', ...place, directory: folder }, (event) => {
    if (event.type === 'progress') progress(`Exporting ${title}`, event.done, event.total);
  });
  let grace: NodeJS.Timeout | undefined;
  const stop = (): void => {
    job.port.send({ type: 'stop' });
    grace = setTimeout(() => job.port.kill(), graceMs);
  };
  signal.addEventListener('abort', stop, { once: true });
  const ending = await job.ended;
  signal.removeEventListener('abort', stop);
  clearTimeout(grace);
  signal.throwIfAborted();
  if (ending.kind === 'failed') throw new AppError(ending.code as AppErrorCode, ending.message.replaceAll(folder, out));
  if (ending.kind === 'exited') throw new AppError('internal', exitSentence('process that wrote the model', ending));
  if (card !== null) await writeFile(path.join(folder, 'README.md'), card, { flush: true });
}
