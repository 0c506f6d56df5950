import { existsSync } from 'node:fs';
import path from 'node:path';
import { ResidentParser } from '../../jobs/resident-parser.ts';
import type { WorkerStarter } from '../../jobs/worker-port.ts';
import type { ProjectListener } from '../engine-context.ts';

/**
 * The folder of the parser that reads captions; undefined for the rules. `NADIR_GRAPH_PARSER` is "rules" or a folder (of
 * Nadir's network, or of a FACTUAL checkpoint); without it the one that ships is taken, where the checkout has it.
 */
export function parserDirectory(resources: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const wanted = env.NADIR_GRAPH_PARSER;
  if (wanted === 'rules') return undefined;
  if (wanted) return path.resolve(wanted);
  const bundled = path.join(resources, 'models/scene-graph');
  return existsSync(path.join(bundled, 'model.safetensors')) ? bundled : undefined;
}

/** The neural parser in `directory`, in a process of its own that starts with the first project or caption. */
export function neuralParser(options: {
  readonly directory: string;
  readonly resourcesDirectory: string;
  readonly startWorker: WorkerStarter;
}): ResidentParser {
  const { directory, resourcesDirectory, startWorker } = options;
  return new ResidentParser(startWorker, { modelDirectory: directory, resourcesDirectory });
}

/** Loads the parser while the project's images are being looked at: the first caption that is edited need not wait. */
export function warmUpListener(parser: ResidentParser): ProjectListener {
  return {
    projectOpened: () => parser.warmUp(),
    projectClosing: async () => undefined,
  };
}
