import type { WorkerJob } from '../../jobs/worker-protocol.ts';
import { CaptionParser, factualText } from '../../models/graph-parser/caption-parser.ts';
import type { ParseRequests } from '../parse-requests.ts';
import { sceneGraphOf } from '../parser/scene-graph-of.ts';
import type { Send } from '../send.ts';

/** Any text: the first pass through a network prepares what later ones reuse. */
const warmUp = 'A red car is parked near two white houses .';

/** Loads a parser and answers requests until there are no more. */
export async function runParseJob(
  job: Extract<WorkerJob, { kind: 'parse' }>,
  send: Send,
  requests: ParseRequests,
): Promise<{ readonly stopped: boolean }> {
  const parser = CaptionParser.open(job.modelDirectory, job.resourcesDirectory);
  try {
    parser.read([warmUp]);
    await send({ type: 'ready' });
    for (let request = await requests.next(); request; request = await requests.next()) {
      const { id, texts } = request;
      const read = parser.read(texts);
      const graphs = read.map((sentences, at) => sceneGraphOf(texts[at]!, sentences, parser.dictionary.lemmatizer));
      await send({ type: 'graphs', id, graphs, factual: read.map(factualText) });
    }
    return { stopped: true };
  } finally {
    parser.dispose();
  }
}
