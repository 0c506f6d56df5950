import type { Handlers } from '../../../preload/contract/table.ts';
import { sharedMatcher } from '../../scene-graph/match.ts';
import type { GraphParser } from '../../scene-graph/parser.ts';
import type { EngineEvents } from '../door/engine-events.ts';
import type { Operations } from '../jobs/operations.ts';
import type { OpenProject } from '../project/open-project.ts';
import { captionOf, correctGraph } from './correct-graph.ts';
import type { GraphService } from './graph-service.ts';
import { imageGraphs } from './image-graphs.ts';
import type { ParserChoice } from './parser-choice.ts';
import { keepOntology, shownOntology } from './project-ontology.ts';

const named = ({ id, version, title }: GraphParser) => ({ id, version, title });

export function graphsNamespace(options: {
  readonly project: OpenProject;
  readonly graphs: GraphService;
  readonly parsers: ParserChoice;
  readonly operations: Operations;
  readonly events: EngineEvents;
  readonly resourcesDirectory: string;
  readonly author: () => string;
}): Handlers['graphs'] {
  const { project, graphs, parsers, operations, events, author } = options;
  const correct = (captionId: number, graph: Parameters<typeof correctGraph>[2]): null => {
    const by = { author: author(), at: new Date().toISOString() };
    const imageIds = correctGraph(project.store, captionId, graph, by);
    if (imageIds.length > 0) {
      graphs.changed();
      events.emit('imagesChanged', { imageIds });
      events.emit('graphsChanged', null);
    }
    return null;
  };

  return {
    forImage: ({ imageId }) => project.hold((store) => imageGraphs(store, graphs, imageId)),
    // What is typed to try the parser is no caption of the project, so its cache is left alone.
    parse: ({ texts }) => graphs.graphsOf(texts, null),
    parser: () => ({ parser: named(graphs.parser), choice: parsers.choice }),
    chooseParser: async ({ choice }) => {
      const parser = await parsers.choose(choice);
      graphs.changed();
      events.emit('graphsChanged', null);
      return named(parser);
    },
    parseAll: ({ operationId }) =>
      operations.run(operationId, (signal, progress) =>
        project.hold(async (store) => {
          const texts = new Set([...store.captions.textsByImage().values()].flat());
          const { parsed, left } = await graphs.fill(texts, store.graphs, {
            signal,
            progress: (done, total) => progress('Parsing captions', done, total),
          });
          const corrected = store.graphs.corrections.count();
          return { parser: named(graphs.parser), texts: texts.size, parsed, left, corrected };
        }),
      ),
    correct: ({ captionId, graph }) => correct(captionId, graph),
    uncorrect: ({ captionId }) => correct(captionId, null),
    history: ({ captionId }) => project.store.edits.graphHistory(captionOf(project.store, captionId).text),
    ontology: () => shownOntology(project.store, options.resourcesDirectory),
    setOntology: ({ ontology }) => {
      keepOntology(project.store, ontology);
      graphs.changed();
      // Every comparison may have changed; what is on the screen is asked for again.
      events.emit('graphsChanged', null);
      return null;
    },
    explain: ({ pairs }) => pairs.map(([a, b]) => sharedMatcher().explain(a, b)),
  };
}
