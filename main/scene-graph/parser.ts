import type { SceneGraph } from '../../preload/contract/scene-graph.ts';

/**
 * Reads captions into scene graphs. `id` and `version` key the cache of graphs: a parser whose output changes
 * changes its version. Parsing is deterministic, one graph per text in the same order, and never throws on odd text:
 * what cannot be read gives an empty graph.
 */
export interface GraphParser {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  parse(texts: readonly string[]): Promise<readonly SceneGraph[]>;
}
