import type { ProjectInfo } from '../../../preload/contract/project.ts';
import type { ProjectStore } from '../../store/project-store.ts';

/** Summarises a project for the window and the command line. */
export function projectInfo(store: ProjectStore): ProjectInfo {
  const { images, captions, missing } = store.images.count();
  return {
    path: store.file,
    name: store.name,
    isSample: store.meta.get('sample') === 'yes',
    schemaVersion: store.schemaVersion,
    images,
    captions,
    missingImages: missing,
    classes: store.images.classes(),
    splits: store.images.splits(),
    runs: store.runs.count(),
  };
}
