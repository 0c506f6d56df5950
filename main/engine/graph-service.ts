import type { SceneGraph } from '../../preload/contract/scene-graph.ts';
import type { GraphParser } from '../scene-graph/parser.ts';
import { createRuleParser } from '../scene-graph/rule-parser.ts';
import type { GraphCache } from '../store/graph-cache.ts';

/** Texts parsed in one go before other requests get their turn. */
const batch = 64;

export interface ParseWatch {
  readonly signal?: AbortSignal;
  readonly progress?: (done: number, total: number) => void;
}

/** Scene graphs of captions: corrected by hand, from the project's cache, or from the parser. */
export class GraphService {
  readonly #createParser: () => GraphParser;
  readonly #tidied = new WeakSet<GraphCache>();
  #parser: GraphParser | undefined;
  #revision = 0;

  /** `createParser` is called on first use: loading takes most of a second. */
  constructor(
    resourcesDirectory: string,
    createParser: () => GraphParser = () => createRuleParser(resourcesDirectory),
  ) {
    this.#createParser = createParser;
  }

  get parser(): GraphParser {
    this.#parser ??= this.#createParser();
    return this.#parser;
  }

  /** Grows whenever graphs or what they are matched by changed otherwise than by their text: what was compared is then stale. */
  get revision(): number {
    return this.#revision;
  }

  changed(): void {
    this.#revision += 1;
  }

  /** One graph a text, in order; new ones are kept in `cache`. Corrections win over every parser. */
  async graphsOf(
    texts: readonly string[],
    cache: GraphCache | null,
    watch: ParseWatch = {},
  ): Promise<readonly SceneGraph[]> {
    const { id, version } = this.parser;
    this.#tidy(cache);
    const known = new Map<string, SceneGraph>();
    const distinct = new Set(texts);
    for (const text of distinct) {
      const graph = cache?.corrections.get(text)?.graph ?? cache?.get(id, version, text);
      if (graph) known.set(text, graph);
    }
    const unknown = [...distinct].filter((text) => !known.has(text));
    await this.#parse(unknown, watch, (entries) => {
      for (const { text, graph } of entries) known.set(text, graph);
      cache?.put(id, version, entries);
    });
    return texts.map((text) => known.get(text)!);
  }

  /** Parses the texts that `cache` has no graph of, and returns how many those were. Cancelling keeps what was done. */
  async fill(texts: Iterable<string>, cache: GraphCache, watch: ParseWatch): Promise<number> {
    const { id, version } = this.parser;
    this.#tidy(cache);
    const unknown = [...new Set(texts)].filter((text) => !cache.has(id, version, text));
    await this.#parse(unknown, watch, (entries) => cache.put(id, version, entries));
    return unknown.length;
  }

  /** Graphs of an older parser are never asked for again. */
  #tidy(cache: GraphCache | null): void {
    if (cache === null || this.#tidied.has(cache)) return;
    cache.dropOldVersions(this.parser.id, this.parser.version);
    this.#tidied.add(cache);
  }

  async #parse(
    texts: readonly string[],
    { signal, progress }: ParseWatch,
    keep: (entries: readonly { readonly text: string; readonly graph: SceneGraph }[]) => void,
  ): Promise<void> {
    for (let start = 0; start < texts.length; start += batch) {
      const part = texts.slice(start, start + batch);
      const graphs = await this.parser.parse(part);
      keep(part.map((text, i) => ({ text, graph: graphs[i]! })));
      progress?.(start + part.length, texts.length);
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
    }
  }
}
