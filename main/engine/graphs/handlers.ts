import type { Handlers } from '../../../preload/contract/table.ts';
import type { JobKind } from '../../jobs/job-kind.ts';
import { sharedMatcher } from '../../scene-graph/match.ts';
import type { GraphParser } from '../../scene-graph/parser.ts';
import type { EngineContext } from '../door/engine-context.ts';
import type { OpenProject } from '../project/open-project.ts';
import { captionOf, correctGraph } from './correct-graph.ts';
import { imageGraphs } from './image-graphs.ts';
import type { ParserChoice } from './parser-choice.ts';
import { type ParsedAll, type ParsingInput, parsingKind } from './parsing-kind.ts';
import { keepOntology, shownOntology } from './project-ontology.ts';

const named = ({ id, version, title }: GraphParser) => ({ id, version, title });

export interface GraphsNamespace {
  readonly handlers: Handlers['graphs'];
  readonly kind: JobKind<ParsingInput, ParsedAll>;
}

export function createGraphsNamespace(
  context: EngineContext,
  options: { readonly project: OpenProject; readonly parsers: ParserChoice; readonly author: () => string },
): GraphsNamespace {
  const { graphs, events, jobs } = context;
  const { project, parsers, author } = options;
  const { resourcesDirectory } = context.options;
  const parse = (jobId?: string) => jobs.add(kind, { id: jobId, title: 'Parse captions', input: {} });
  const kind = parsingKind(context, () => parse().job);
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

  const handlers: Handlers['graphs'] = {
    forImage: ({ imageId }) => project.hold((store) => imageGraphs(store, graphs, imageId)),
    // What is typed to try the parser is not a caption of the project, so its cache is left alone.
    parse: ({ texts }) => graphs.graphsOf(texts, null),
    parser: () => ({ parser: named(graphs.parser), choice: parsers.choice }),
    chooseParser: async ({ choice }) => {
      const parser = await parsers.choose(choice);
      graphs.changed();
      events.emit('graphsChanged', null);
      return named(parser);
    },
    parseAll: ({ jobId }) => parse(jobId).ended,
    correct: ({ captionId, graph }) => correct(captionId, graph),
    uncorrect: ({ captionId }) => correct(captionId, null),
    history: ({ captionId }) => project.store.edits.graphHistory(captionOf(project.store, captionId).text),
    ontology: () => shownOntology(project.store, resourcesDirectory),
    setOntology: ({ ontology }) => {
      keepOntology(project.store, ontology);
      graphs.changed();
      // Every comparison may have changed; what is on the screen is asked for again.
      events.emit('graphsChanged', null);
      return null;
    },
    explain: ({ pairs }) => pairs.map(([a, b]) => sharedMatcher().explain(a, b)),
  };
  return { handlers, kind };
}
