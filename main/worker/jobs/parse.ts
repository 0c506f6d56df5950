import type { WorkerJob } from '../../jobs/worker-protocol.ts';
import type { Send } from '../job-control.ts';
import type { ParseRequests } from '../parse-requests.ts';
import { openCaptionReader } from '../parsing/caption-readers.ts';

/** Any text: the first pass through a network prepares what later ones reuse. */
const warmUp = 'A red car is parked near two white houses .';

/** Loads a parser and answers requests until there are no more. */
export async function runParseJob(
  job: Extract<WorkerJob, { kind: 'parse' }>,
  send: Send,
  requests: ParseRequests,
): Promise<{ readonly stopped: boolean }> {
  const reader = openCaptionReader(job.modelDirectory, job.resourcesDirectory);
  try {
    await reader.read([warmUp]);
    await send({ type: 'ready' });
    for (let request = await requests.next(); request; request = await requests.next())
      await send({ type: 'graphs', id: request.id, ...(await reader.read(request.texts)) });
    return { stopped: true };
  } finally {
    reader.dispose();
  }
}
