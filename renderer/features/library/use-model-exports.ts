import { call } from '../../app/engine/api-hooks.ts';
import { useEvent } from '../../app/engine/use-event.ts';
import { suggestedName } from '../export/export-choice.ts';
import { isGoingOn, useExports } from './export-store.ts';

let started = 0;
const cancelled = new Set<string>();

/** Asks where, then exports, follows and ends exports. Mounted once, by the screen; the store keeps what goes on. */
export function useModelExports() {
  const { exports, begin, change, forget } = useExports();
  useEvent('job', (job) => {
    if (job.progress) change(job.id, { done: job.progress.done, total: job.progress.total });
  });
  const start = async (modelId: string, title: string) => {
    const name = suggestedName({ what: 'model', captionFormat: 'coco', split: null, modelId }, '', title);
    const out = await call('shell', 'chooseExportFile', { suggestedName: name });
    if (out === null) return;
    started += 1;
    const operationId = `export-${Date.now()}-${started}`;
    begin({ operationId, modelId, title, out });
    try {
      const written = await call('models', 'export', { id: modelId, out, jobId: operationId });
      change(operationId, { written });
    } catch (error) {
      // The bridge passes a sentence; whether it was cancelled is known here.
      if (cancelled.delete(operationId)) forget(operationId);
      else change(operationId, { error });
    }
  };
  const cancel = (operationId: string) => {
    cancelled.add(operationId);
    void call('jobs', 'stop', { id: operationId });
  };
  return {
    exports,
    busy: (modelId: string) => exports.some((each) => each.modelId === modelId && isGoingOn(each)),
    start: (modelId: string, title: string) => void start(modelId, title),
    cancel,
    forget,
  };
}
