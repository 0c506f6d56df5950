import path from 'node:path';
import { project } from '../../../preload/contract/project.ts';
import type { JobKind } from '../../jobs/job-kind.ts';
import type { EngineContext } from '../door/engine-context.ts';
import { type Exported, type ExportHandler, type ExportRequest, exportTo } from './export-to.ts';

/** Exports of captions, predictions and trained models. Quick, and whole or not at all, so they cannot be cancelled midway. */
export function exportKind(
  context: EngineContext,
  others: Readonly<Record<'predictions' | 'model', ExportHandler>>,
): JobKind<ExportRequest, Exported> {
  return {
    id: 'export',
    resource: 'disk',
    concurrency: 2,
    canPause: false,
    scope: 'project',
    survives: false,
    endsBy: 'cancel',
    input: project.export.input,
    async run({ input, progress }) {
      progress(`Writing ${path.basename(input.out)}`, 0, 1);
      const exported = await context.hold((store) => exportTo(store, input, others));
      return { state: 'finished', result: exported, output: exported.path };
    },
  };
}

/** Example: "Export captions to coco.json". */
export const exportTitle = ({ what, out }: Pick<ExportRequest, 'what' | 'out'>): string =>
  `Export ${what} to ${path.basename(out)}`;
