import { writeCocoResults } from '../../dataset/coco.ts';
import { exportIds } from '../../dataset/export-image.ts';
import { AppError } from '../../errors/app-error.ts';
import { writeFileAtomically } from '../../store/atomic-file.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import { type Freshness, finishedSet } from '../compare/prediction-sets.ts';
import { modelCard } from '../models/model-card.ts';
import { writeModelFolder } from '../models/model-folder.ts';
import { type ModelFolders, trainedSource } from '../models/model-sources.ts';

/** The file or folder that was written, and how many captions or files it holds. */
export interface Exported {
  readonly path: string;
  readonly count: number;
}

/** The parts of a `project.export` request that concern a model. */
export interface ModelExport {
  readonly modelId: string | null;
  readonly out: string;
}
export interface PredictionsExport extends ModelExport {
  readonly split: string | null;
  readonly format: string;
}

/** COCO's results layout, with the image ids that an export of the split's captions has. */
export async function exportPredictions(
  store: ProjectStore,
  freshness: Freshness,
  input: PredictionsExport,
): Promise<Exported> {
  const { split, format, out } = input;
  const modelId = named(input.modelId);
  if (format !== 'coco-results') {
    throw new AppError('bad_input', `Predictions are written as "coco-results", not as "${format}".`);
  }
  if (split === null) throw new AppError('bad_input', 'Name the split whose predictions are to be written.');
  const set = finishedSet(store, modelId, split);
  if (freshness.isStale(set)) {
    throw new AppError(
      'conflict',
      `The model or the images of "${split}" changed since "${modelId}" captioned them. Caption the split again first.`,
    );
  }
  const captions = store.predictions.captions(set.id);
  const ids = exportIds(store.images.all(split));
  const results = [...captions].map(([imageId, caption]) => ({ exportId: ids.get(imageId)!, caption }));
  await writeFileAtomically(out, [[...writeCocoResults(results)].join('')]);
  return { path: out, count: results.length };
}

/** The model's folder as it can be loaded again or used elsewhere, with a card that says what it is. */
export async function exportModel(store: ProjectStore, folders: ModelFolders, input: ModelExport): Promise<Exported> {
  const source = trainedSource(folders, store, named(input.modelId));
  if (source.kind === 'library')
    throw new AppError(
      'bad_input',
      `"${source.model.title}" is not a model of Nadir's: its files lie at ${source.entry.weights}.`,
    );
  const count = await writeModelFolder(source.directory, input.out, modelCard(store, source));
  return { path: input.out, count };
}

function named(modelId: string | null): string {
  if (modelId === null) throw new AppError('bad_input', 'Name the model that is to be exported.');
  return modelId;
}
