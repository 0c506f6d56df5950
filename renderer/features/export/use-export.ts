import { useEffect, useRef, useState } from 'react';
import { toast } from 'sonner';
import type { Output } from '../../../preload/contract/table.ts';
import { call, useApiQuery } from '../../app/engine/api-hooks.ts';
import { useJobsPanel } from '../../app/jobs/jobs-panel-store.ts';
import { useProjectInfo } from '../../app/project/use-project.ts';
import { isCancelled, readError } from '../../app/words/errors.ts';
import { captionedSplits, type ExportChoice, exportRequest, suggestedName } from './export-choice.ts';

/** Loads the splits, models and captioned splits that the dialog offers. */
export function useExportFacts(choice: ExportChoice, open: boolean) {
  const project = useProjectInfo();
  const models = useApiQuery('compare', 'models', {}, { enabled: open });
  const sets = useApiQuery('compare', 'sets', {}, { enabled: open });
  const able = (models.data ?? []).filter((model) => choice.what !== 'model' || model.kind !== 'baseline');
  return {
    error: models.error ?? sets.error,
    projectName: project?.name ?? 'nadir',
    splits: (project?.splits ?? []).filter((split) => split.images > 0),
    models: able,
    model: able.find((model) => model.id === choice.modelId) ?? null,
    captioned: captionedSplits(sets.data ?? [], choice.modelId),
  };
}

export type ExportDone = Output<'project', 'export'>;

/** Asks for the place, then exports. The result stays until the dialog opens again. */
export function useExport() {
  const [choosing, setChoosing] = useState(false);
  const [writing, setWriting] = useState(false);
  const [done, setDone] = useState<ExportDone | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const shown = useRef(true);
  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);
  const run = async (choice: ExportChoice, projectName: string, modelTitle: string | null) => {
    setProblem(null);
    setChoosing(true);
    try {
      const out = await call('shell', 'chooseExportFile', {
        suggestedName: suggestedName(choice, projectName, modelTitle),
      });
      const request = out === null ? null : exportRequest(choice, out);
      if (request === null) return;
      setWriting(true);
      const written = await call('project', 'export', request);
      setDone(written);
      if (!shown.current) tellWritten(written.path);
    } catch (error) {
      if (isCancelled(error)) return;
      setProblem(readError(error).message);
      if (!shown.current) tellProblem(readError(error).message);
    } finally {
      setChoosing(false);
      setWriting(false);
    }
  };
  return {
    run,
    busy: choosing,
    /** It is being written; it goes on when the dialog is closed. */
    writing,
    done,
    problem,
    reset: () => {
      setDone(null);
      setProblem(null);
    },
  };
}

const tellWritten = (path: string) =>
  toast.success(`Exported to ${path}.`, {
    action: { label: 'Show in folder', onClick: () => void call('shell', 'reveal', { path }) },
  });

const tellProblem = (problem: string) =>
  toast.error(problem, { duration: 10_000, action: { label: 'Show jobs', onClick: useJobsPanel.getState().show } });
