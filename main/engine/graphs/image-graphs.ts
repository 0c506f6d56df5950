import type { Output } from '../../../preload/contract/table.ts';
import { AppError } from '../../errors/app-error.ts';
import { compareGraphs } from '../../scene-graph/compare.ts';
import { compareDetails } from '../../scene-graph/details.ts';
import { imageCounts } from '../../scene-graph/image-counts.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { GraphService } from './graph-service.ts';

/**
 * The graphs of an image's captions, each against the others and what detectors counted, and the image's count dictionary.
 * Throws `not_found`.
 */
export async function imageGraphs(
  store: ProjectStore,
  graphs: GraphService,
  imageId: number,
): Promise<Output<'graphs', 'forImage'>> {
  if (!store.images.get(imageId)) throw new AppError('not_found', `The project has no image ${imageId}.`);
  const captions = store.captions.ofImage(imageId);
  const parsed = await graphs.graphsOf(
    captions.map(({ text }) => text),
    store.graphs,
  );
  const detected = store.detections.ofImage(imageId);
  const { id, version, title } = graphs.parser;
  return {
    parser: { id, version, title },
    counts: imageCounts(parsed, detected),
    captions: captions.map((caption, index) => {
      const graph = parsed[index]!;
      const others = parsed.filter((_, other) => other !== index);
      const hasReference = others.length > 0 || Object.keys(detected).length > 0;
      const comparison = hasReference ? compareGraphs(graph, others, { imageCounts: detected }) : null;
      const correction = store.graphs.corrections.get(caption.text);
      return {
        captionId: caption.id,
        text: caption.text,
        graph,
        corrected: correction === undefined ? null : { author: correction.author, at: correction.at },
        referenceIds: captions.filter((_, other) => other !== index).map((other) => other.id),
        comparison,
        details: comparison === null ? null : compareDetails(graph, others, comparison),
      };
    }),
  };
}
