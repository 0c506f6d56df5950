import type { Handlers } from '../../../preload/contract/table.ts';
import { AppError } from '../../errors/app-error.ts';
import { compareGraphs } from '../../scene-graph/compare.ts';
import type { GraphService } from '../graph-service.ts';
import type { OpenProject } from '../open-project.ts';

export function graphsNamespace(project: OpenProject, graphs: GraphService): Handlers['graphs'] {
  return {
    forImage: ({ imageId }) =>
      project.hold(async (store) => {
        if (!store.images.get(imageId)) throw new AppError('not_found', `The project has no image ${imageId}.`);
        const captions = store.captions.ofImage(imageId);
        const parsed = await graphs.graphsOf(
          captions.map(({ text }) => text),
          store.graphs,
        );
        const { id, version, title } = graphs.parser;
        return {
          parser: { id, version, title },
          captions: captions.map((caption, index) => {
            const graph = parsed[index]!;
            const others = parsed.filter((_, other) => other !== index);
            const comparison = others.length > 0 ? compareGraphs(graph, others) : null;
            return { captionId: caption.id, text: caption.text, graph, comparison };
          }),
        };
      }),
    // What is typed to try the parser is no caption of the project, so its cache is left alone.
    parse: ({ texts }) => graphs.graphsOf(texts, null),
  };
}
