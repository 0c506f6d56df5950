import path from 'node:path';
import type { DetectionReport } from '../../../preload/contract/detections.ts';
import type { Handlers, Input } from '../../../preload/contract/table.ts';
import { readDetections } from '../../dataset/detections/formats.ts';
import { type DetectionPlan, planDetections } from '../../dataset/detections/plan-detections.ts';
import { AppError } from '../../errors/app-error.ts';
import { sharedMatcher } from '../../scene-graph/match.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { EngineEvents } from '../door/engine-events.ts';
import type { GraphService } from '../graphs/graph-service.ts';
import type { OpenProject } from '../project/open-project.ts';

type Request = Input<'detections', 'import'>;

/** "storage-tanks" and "Storage_Tank" are "storage tank". */
const objectName = (label: string): string => sharedMatcher().baseName(label.replace(/[-_]+/g, ' '));

async function plan(
  store: ProjectStore,
  request: Request,
): Promise<DetectionPlan & { readonly report: DetectionReport }> {
  const file = path.resolve(request.file);
  const detected = await readDetections(request.format, file, request.classesFile);
  const { report, images } = planDetections(detected, store.images.all(null), request.minScore, objectName);
  const name = request.name ?? path.basename(file).replace(/\.[^.]+$/, '');
  return { images, report: { format: request.format, file, name, ...report } };
}

/** Imports detectors' counts and lists their sources. */
export function detectionsNamespace(options: {
  readonly project: OpenProject;
  readonly graphs: GraphService;
  readonly events: EngineEvents;
}): Handlers['detections'] {
  const { project, graphs, events } = options;
  const tell = (imageIds: readonly number[]) => {
    graphs.changed();
    if (imageIds.length === 0) return;
    events.emit('imagesChanged', { imageIds });
    events.emit('graphsChanged', null);
  };
  return {
    preview: (request) => project.hold(async (store) => (await plan(store, request)).report),
    import: (request) =>
      project.hold(async (store) => {
        const { images, report } = await plan(store, request);
        if (report.images === 0) {
          throw new AppError(
            'not_found',
            `Nothing was imported from ${report.file}: none of its ${report.imagesUnknown.count} images (${report.imagesUnknown.examples[0] ?? 'it lists none'}, …) is in the project.`,
          );
        }
        const { name, format, file } = report;
        const importedAt = new Date().toISOString();
        store.detections.replace({ name, format, file, minScore: request.minScore, importedAt }, images);
        tell(images.map(({ imageId }) => imageId));
        return report;
      }),
    sources: () => project.store.detections.sources(),
    remove({ id }) {
      tell(project.store.detections.remove(id));
      return null;
    },
  };
}
