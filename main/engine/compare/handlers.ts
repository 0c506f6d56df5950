import type { PredictionSet } from '../../../preload/contract/compare.ts';
import type { Handlers } from '../../../preload/contract/table.ts';
import type { JobKind } from '../../jobs/job-kind.ts';
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
import { type CaptionInput, captionSplit } from './caption-split.ts';
import { type CaptioningInput, captioningKind } from './captioning-kind.ts';
import { Comparisons } from './comparison.ts';
import { Freshness, newestSet, setView } from './prediction-sets.ts';

export interface CompareNamespace {
  readonly handlers: Handlers['compare'];
  readonly kind: JobKind<CaptioningInput, null>;
  readonly listener: ProjectListener;
  /** COCO results of a finished set. Throws `bad_input` for another format or no split, `conflict` for no current set. */
  exportPredictions(input: PredictionsExport): Promise<Exported>;
  /** A folder with weights, configuration, vocabulary and card. Throws `conflict` when something else is at `out`. */
  exportModel(input: ModelExport): Promise<Exported>;
}

/** Models that can caption, their captions of the splits, and two of them side by side. */
export function createCompareNamespace(context: EngineContext): CompareNamespace {
  const { events, options, jobs, hold } = context;
  const comparisons = new Comparisons(context.graphs);
  const freshness = (store: ProjectStore) => new Freshness(store, options);
  const view = (store: ProjectStore, row: PredictionSetRow): PredictionSet => setView(row, jobs, freshness(store));

  const caption = async (store: ProjectStore, input: CaptionInput): Promise<PredictionSetRow> => {
    const { modelId, split, strategy } = input;
    return captionSplit(store, jobs, options, input, (set, title) => {
      const setId = store.predictions.nextId();
      const order = { title, subject: { model: modelId, split }, input: { setId, modelId, split, strategy } };
      return jobs.add(kind, order, (jobId) => store.predictions.begin(setId, { ...set, jobId })).job;
    });
  };
  const kind = captioningKind(context, {
    changed(setId) {
      const store = context.projectOrNull();
      const row = store?.predictions.get(setId);
      if (store && row) events.emit('predictions', view(store, row));
    },
    cancelled(setId) {
      const store = context.projectOrNull();
      const row = store?.predictions.get(setId);
      if (!store || !row) return;
      store.predictions.remove(setId);
      const left = newestSet(store, row.modelId, row.split);
      events.emit('predictions', left ? view(store, left) : cancelledSet(row));
    },
    async retry({ modelId, split, strategy }) {
      const { jobId } = await hold((store) => caption(store, { modelId, split, strategy }));
      return jobs.get(jobId!);
    },
  });

  return {
    kind,
    handlers: {
      models: () => modelSources(options, context.projectOrNull()).map(({ model }) => model),
      memory({ modelId }) {
        const source = modelSource(options, context.project(), modelId);
        return source.kind === 'baseline' ? null : fitOf(readArchitecture(source.directory));
      },
      caption: (input) => hold(async (store) => view(store, await caption(store, input))),
      sets: () => {
        const store = context.project();
        const fresh = freshness(store);
        const newest = new Map<string, PredictionSetRow>();
        for (const row of store.predictions.list()) {
          const key = JSON.stringify([row.modelId, row.split]);
          if (!newest.has(key)) newest.set(key, row);
        }
        return [...newest.values()].map((row) => setView(row, jobs, fresh));
      },
      table: (input) => hold((store) => comparisons.table(store, input)),
      item: (input) => hold((store) => comparisons.item(store, input)),
    },
    listener: {
      projectOpened: () => undefined,
      projectClosing: async () => comparisons.clear(),
    },
    exportPredictions: (input) => hold((store) => exportPredictions(store, freshness(store), input)),
    exportModel: (input) => hold((store) => exportModel(store, options, input)),
  };
}

/** The final event for a set that was removed. */
function cancelledSet({ modelId, split, jobId, total, decoding }: PredictionSetRow): PredictionSet {
  const reason = 'Captioning was cancelled.';
  return { modelId, split, jobId, total, decoding, state: 'failed', reason, progress: null, done: 0, stale: false };
}
