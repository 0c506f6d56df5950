import path from 'node:path';
import type { Handlers } from '../../../preload/contract/table.ts';
import { detectImport } from '../../dataset/detect-import.ts';
import type { JobKind } from '../../jobs/job-kind.ts';
import type { Recents } from '../../store/recents.ts';
import type { EngineContext } from '../door/engine-context.ts';
import { exportKind, exportTitle } from '../export/export-kind.ts';
import type { Exported, ExportHandler, ExportRequest } from '../export/export-to.ts';
import { backUp } from './back-up.ts';
import { integrityProblems } from './check-integrity.ts';
import type { ImportRequest } from './import-captions.ts';
import { type ImportKinds, importKinds } from './import-kinds.ts';
import type { OpenProject } from './open-project.ts';
import { projectInfo } from './project-info.ts';
import { relinkImages } from './relink-images.ts';
import { openSample } from './sample-project.ts';

export interface ProjectNamespace {
  readonly handlers: Handlers['project'];
  readonly kinds: ImportKinds & { readonly export: JobKind<ExportRequest, Exported> };
}

export function createProjectNamespace(
  context: EngineContext,
  options: {
    readonly project: OpenProject;
    readonly recents: Recents;
    readonly exports: Readonly<Record<'predictions' | 'model', ExportHandler>>;
  },
): ProjectNamespace {
  const { jobs } = context;
  const { project, recents } = options;
  // No image that anybody knows has changed: the project's new figures say all.
  const kinds = {
    ...importKinds(context, () => project.announce()),
    export: exportKind(context, options.exports),
  };
  const fileOf = ({ captionsFile }: ImportRequest): string => path.basename(captionsFile);

  const handlers: Handlers['project'] = {
    create: async ({ path: file }) => projectInfo(await project.create(file)),
    open: async ({ path: file }) => projectInfo(await project.open(file)),
    openSample: async () => projectInfo(await openSample(project, context.options)),
    async close() {
      await project.close();
      return null;
    },
    info: () => (project.storeOrNull ? projectInfo(project.storeOrNull) : null),
    recents: () => recents.list(),
    detectImport: ({ paths }) => detectImport(paths),
    previewImport: ({ jobId, ...input }) =>
      jobs.add(kinds.check, { id: jobId, title: `Check ${fileOf(input)}`, input }).ended,
    import: ({ jobId, ...input }) =>
      jobs.add(kinds.import, { id: jobId, title: `Import ${fileOf(input)}`, input }).ended,
    export: ({ jobId, ...input }) => {
      const subject = { model: input.modelId, split: input.split };
      return jobs.add(kinds.export, { id: jobId, title: exportTitle(input), subject, input }).ended;
    },
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
  return { handlers, kinds };
}
