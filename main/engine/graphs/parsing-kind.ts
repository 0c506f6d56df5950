import { z } from 'zod';
import type { Job } from '../../../preload/contract/jobs.ts';
import type { Output } from '../../../preload/contract/table.ts';
import type { JobKind } from '../../jobs/job-kind.ts';
import type { EngineContext } from '../door/engine-context.ts';

const inputSchema = z.object({}).readonly();
export type ParsingInput = z.infer<typeof inputSchema>;
export type ParsedAll = Output<'graphs', 'parseAll'>;

/** Scene graphs of all captions that have none yet. What was parsed stays, however the job ends. */
export function parsingKind(context: EngineContext, again: () => Job): JobKind<ParsingInput, ParsedAll> {
  return {
    id: 'parsing',
    resource: 'processor',
    concurrency: 1,
    canPause: true,
    scope: 'project',
    survives: true,
    endsBy: 'stop',
    input: inputSchema,
    async run(job) {
      const { store } = job;
      const { graphs } = context;
      const { id, version, title } = graphs.parser;
      const texts = new Set([...store.captions.textsByImage().values()].flat());
      const { parsed, left } = await graphs.fill(texts, store.graphs, {
        progress: (done, total) => job.progress('Parsing captions', done, total),
        turn: () => job.turn(),
      });
      const corrected = store.graphs.corrections.count();
      const result = { parser: { id, version, title }, texts: texts.size, parsed, left, corrected };
      if (left === 0) return { state: 'finished', result };
      if (job.ending === 'close') return { state: 'queued' };
      return {
        state: 'stopped',
        reason: `${left} captions are left to parse; the graphs that were made are kept.`,
        result,
      };
    },
    interrupted: () => 'Nadir ended before all captions were parsed. The graphs that were made are kept.',
    retry: again,
  };
}
