import type { SceneGraph } from '../../preload/contract/scene-graph.ts';
import type { GraphParser } from '../scene-graph/parser.ts';
import { createRuleParser } from '../scene-graph/rule-parser.ts';
import type { GraphCache } from '../store/graph-cache.ts';

/** Texts parsed in one go before other requests get their turn. */
const batch = 64;

/** Scene graphs of captions, from the project's cache or the parser. */
export class GraphService {
  readonly #resourcesDirectory: string;
  readonly #tidied = new WeakSet<GraphCache>();
  #parser: GraphParser | undefined;

  constructor(resourcesDirectory: string) {
    this.#resourcesDirectory = resourcesDirectory;
  }

  /** Made on first use: its lexicons take most of a second to load. */
  get parser(): GraphParser {
    this.#parser ??= createRuleParser(this.#resourcesDirectory);
    return this.#parser;
  }

  /** One graph a text, in order; new ones are kept in `cache`. */
  async graphsOf(texts: readonly string[], cache: GraphCache | null): Promise<readonly SceneGraph[]> {
    const { id, version } = this.parser;
    if (cache && !this.#tidied.has(cache)) {
      // Graphs of an older parser are never asked for again.
      cache.dropOldVersions(id, version);
      this.#tidied.add(cache);
    }
    const known = new Map<string, SceneGraph>();
    for (const text of texts) {
      const graph = known.has(text) ? undefined : cache?.get(id, version, text);
      if (graph) known.set(text, graph);
    }
    const unknown = [...new Set(texts)].filter((text) => !known.has(text));
    for (let start = 0; start < unknown.length; start += batch) {
      const part = unknown.slice(start, start + batch);
      const graphs = await this.parser.parse(part);
      const entries = part.map((text, i) => ({ text, graph: graphs[i]! }));
      for (const { text, graph } of entries) known.set(text, graph);
      cache?.put(id, version, entries);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return texts.map((text) => known.get(text)!);
  }
}
