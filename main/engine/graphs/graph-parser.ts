import { existsSync } from 'node:fs';
import path from 'node:path';

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
