import path from 'node:path';
import type { Handlers } from '../../../preload/contract/table.ts';
import { detectImport } from '../../dataset/detect-import.ts';
import type { ImportPlan } from '../../dataset/plan-import.ts';
import type { Recents } from '../../store/recents.ts';
import { type ExportHandler, exportTo } from '../export/export-to.ts';
import type { Operations, ReportProgress } from '../jobs/operations.ts';
import { backUp } from './back-up.ts';
import { integrityProblems } from './check-integrity.ts';
import { ImageInspector } from './image-inspector.ts';
import { type ImportRequest, planFor, refuseEmpty, writePlan } from './import-captions.ts';
import type { OpenProject } from './open-project.ts';
import { projectInfo } from './project-info.ts';
import { relinkImages } from './relink-images.ts';
import { openSample } from './sample-project.ts';

export function projectNamespace(options: {
  readonly project: OpenProject;
  readonly operations: Operations;
  readonly recents: Recents;
  readonly folders: { readonly userDataDirectory: string; readonly resourcesDirectory: string };
  readonly exports: Readonly<Record<'predictions' | 'model', ExportHandler>>;
}): Handlers['project'] {
  const { project, operations, recents, folders } = options;
  const inspector = new ImageInspector();
  const plan = (request: ImportRequest, signal: AbortSignal, progress: ReportProgress): Promise<ImportPlan> =>
    project.hold((store) => planFor(store, request, inspector, { signal, progress }));

  return {
    create: async ({ path: file }) => projectInfo(await project.create(file)),
    open: async ({ path: file }) => projectInfo(await project.open(file)),
    openSample: async () => projectInfo(await openSample(project, folders)),
    async close() {
      await project.close();
      return null;
    },
    info: () => (project.storeOrNull ? projectInfo(project.storeOrNull) : null),
    recents: () => recents.list(),
    detectImport: ({ paths }) => detectImport(paths),
    previewImport: ({ operationId, ...request }) =>
      operations.run(operationId, async (signal, progress) => (await plan(request, signal, progress)).report),
    import: ({ operationId, ...request }) =>
      operations.run(operationId, async (signal, progress) => {
        const planned = await plan(request, signal, progress);
        refuseEmpty(planned);
        signal.throwIfAborted();
        progress('Saving', 0, 1);
        const { images, captions } = writePlan(project.store, planned);
        progress('Saving', 1, 1);
        inspector.forget();
        // No image that anybody knows has changed: the project's new figures say all.
        project.announce();
        return { images, captions, report: planned.report };
      }),
    cancel({ operationId }) {
      operations.cancel(operationId);
      return null;
    },
    export: (request) => project.hold((store) => exportTo(store, request, options.exports)),
    relink: ({ imagesDirectory }) =>
      project.hold(async (store) => {
        const found = await relinkImages(store, imagesDirectory);
        project.announce();
        return { found, stillMissing: store.images.count().missing };
      }),
    checkIntegrity() {
      const problems = integrityProblems(project.store);
      return { ok: problems.length === 0, problems };
    },
    backup: ({ path: target }) =>
      project.hold(async (store) => ({ path: path.resolve(target), bytes: await backUp(store, target) })),
  };
}
