import type { PredictionSet } from '../../../preload/contract/compare.ts';
import type { Handlers } from '../../../preload/contract/table.ts';
import { AppError } from '../../errors/app-error.ts';
import { CaptionQueue } from '../../jobs/caption-queue.ts';
import { readArchitecture } from '../../models/library/architecture.ts';
import type { PredictionSetRow } from '../../store/prediction-repository.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { EngineContext, ProjectListener } from '../door/engine-context.ts';
import {
  type Exported,
  exportModel,
  exportPredictions,
  type ModelExport,
  type PredictionsExport,
} from '../export/export-results.ts';
import { fitOf } from '../models/device-fit.ts';
import { modelSource, modelSources } from '../models/model-sources.ts';
import { HeldWork } from '../project/held-work.ts';
import { captionSplit } from './caption-split.ts';
import { Comparisons } from './comparison.ts';
import { Freshness, newestSet, setView } from './prediction-sets.ts';

export interface CompareNamespace {
  readonly handlers: Handlers['compare'];
  readonly listener: ProjectListener;
  /** COCO results of a finished set. Throws `bad_input` for another format or no split, `conflict` for no current set. */
  exportPredictions(input: PredictionsExport): Promise<Exported>;
  /** A folder with weights, configuration, vocabulary and card. Throws `conflict` when something else is at `out`. */
  exportModel(input: ModelExport): Promise<Exported>;
}

/** Models that can caption, their captions of the splits, and two of them side by side. */
export function createCompareNamespace(context: EngineContext): CompareNamespace {
  const { events, options } = context;
  const held = new HeldWork();
  const comparisons = new Comparisons(context.graphs);
  let open: { readonly store: ProjectStore; readonly queue: CaptionQueue } | null = null;

  const current = (): { store: ProjectStore; queue: CaptionQueue } => {
    context.project();
    if (!open) throw new AppError('no_project', 'The project is being opened or closed. Try again in a moment.');
    return open;
  };
  const freshness = (store: ProjectStore) => new Freshness(store, options);
  const tell = (store: ProjectStore, queue: CaptionQueue, row: PredictionSetRow): void =>
    events.emit('predictions', setView(row, queue, freshness(store)));

  return {
    handlers: {
      models: () => modelSources(options, open?.store ?? null).map(({ model }) => model),
      memory({ modelId }) {
        const source = modelSource(options, current().store, modelId);
        return source.kind === 'baseline' ? null : fitOf(readArchitecture(source.directory));
      },
      caption: (input) =>
        held.run(async () => {
          const { store, queue } = current();
          const row = await captionSplit(store, queue, options, input);
          const set = setView(row, queue, freshness(store));
          events.emit('predictions', set);
          return set;
        }),
      cancelCaption: ({ modelId, split }) =>
        held.run(async () => {
          const { store, queue } = current();
          const row = newestSet(store, modelId, split);
          if (row?.state !== 'running' || !queue.has(row.id)) return null;
          await queue.cancel(row.id);
          const left = newestSet(store, modelId, split);
          if (left) tell(store, queue, left);
          else events.emit('predictions', cancelledSet(row));
          return null;
        }),
      sets: () => {
        const { store, queue } = current();
        const fresh = freshness(store);
        const newest = new Map<string, PredictionSetRow>();
        for (const row of store.predictions.list()) {
          const key = JSON.stringify([row.modelId, row.split]);
          if (!newest.has(key)) newest.set(key, row);
        }
        return [...newest.values()].map((row) => setView(row, queue, fresh));
      },
      table: (input) => held.run(() => comparisons.table(current().store, input)),
      item: (input) => held.run(() => comparisons.item(current().store, input)),
    },
    listener: {
      projectOpened(store) {
        const queue: CaptionQueue = new CaptionQueue({
          predictions: store.predictions,
          startWorker: options.startWorker,
          changed: (setId) => {
            const row = store.predictions.get(setId);
            if (row) tell(store, queue, row);
          },
        });
        queue.recover();
        open = { store, queue };
      },
      async projectClosing() {
        // Jobs first: a cancelled request waits for its job.
        await open?.queue.close();
        await held.ended();
        open = null;
        comparisons.clear();
      },
    },
    exportPredictions: (input) => held.run(() => exportPredictions(current().store, freshness(current().store), input)),
    exportModel: (input) => held.run(() => exportModel(current().store, options, input)),
  };
}

/** What is told once of a set that is gone. */
function cancelledSet(row: PredictionSetRow): PredictionSet {
  const { modelId, split, total, decoding } = row;
  return {
    modelId,
    split,
    total,
    decoding,
    state: 'failed',
    reason: 'Captioning was cancelled.',
    done: 0,
    stale: false,
  };
}
