import { useState } from 'react';
import type { Output } from '../../../preload/contract/table.ts';
import { call, useApiMutation, useApiQuery } from '../../app/engine/api-hooks.ts';
import { useProjectInfo } from '../../app/project/use-project.ts';
import { readError } from '../../app/words/errors.ts';
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
  const [problem, setProblem] = useState<string | null>(null);
  const write = useApiMutation('project', 'export', { quiet: true });
  const run = async (choice: ExportChoice, projectName: string, modelTitle: string | null) => {
    setProblem(null);
    setChoosing(true);
    try {
      const out = await call('shell', 'chooseExportFile', {
        suggestedName: suggestedName(choice, projectName, modelTitle),
      });
      if (out === null) return;
      const request = exportRequest(choice, out);
      if (request !== null) await write.mutateAsync(request);
    } catch (error) {
      setProblem(readError(error).message);
    } finally {
      setChoosing(false);
    }
  };
  return {
    run,
    busy: choosing || write.isPending,
    done: write.data ?? null,
    problem,
    reset: () => {
      write.reset();
      setProblem(null);
    },
  };
}
