import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import type { ProjectStore } from '../../store/project-store.ts';
import { ImageInspector } from './image-inspector.ts';
import { planFor, writePlan } from './import-captions.ts';
import type { OpenProject } from './open-project.ts';

/**
 * Opens the sample project, making it on first use. Its images are copied to the person's own folder: what is bundled
 * moves when Nadir is updated, and the sample is there to be edited.
 */
export async function openSample(
  project: OpenProject,
  folders: { userDataDirectory: string; resourcesDirectory: string },
): Promise<ProjectStore> {
  const bundled = path.join(folders.resourcesDirectory, 'sample-project');
  const directory = path.join(folders.userDataDirectory, 'sample-project');
  const images = path.join(directory, 'images');
  const file = path.join(directory, 'Sample project.nadir');
  await cp(path.join(bundled, 'images'), images, { recursive: true, force: false });
  const store = existsSync(file) ? await project.open(file) : await project.create(file, { sample: true });
  // The import is one transaction: a start that was cut short left no image, and is made up for here.
  if (store.images.count().images === 0) {
    await project.hold(async () => {
      const request = {
        format: 'karpathy',
        captionsFile: path.join(bundled, 'dataset.json'),
        imagesDirectory: images,
      } as const;
      writePlan(store, await planFor(store, request, new ImageInspector()));
    });
    project.announce();
  }
  return store;
}
