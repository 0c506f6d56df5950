import type { SceneGraph } from '../../../preload/contract/scene-graph.ts';
import type { GraphParser } from '../../scene-graph/parser.ts';
import type { GraphCache } from '../../store/graph-cache.ts';

/** Texts parsed in one go before other requests get their turn. */
const batch = 64;

export interface ParseWatch {
  readonly progress?: (done: number, total: number) => void;
  /** Waited for before each part: resolves when it may go on, rejects to end there. */
  readonly turn?: () => Promise<void>;
}

/** Scene graphs of captions: corrected by hand, from the project's cache, or from the parser. */
export class GraphService {
  readonly #parserNow: () => GraphParser;
  /** Parsers whose older versions a cache was tidied of. */
  readonly #tidied = new WeakMap<GraphCache, Set<string>>();
  #revision = 0;

  /** `parserNow` gives the parser that is chosen; making it may take most of a second. */
  constructor(parserNow: () => GraphParser) {
    this.#parserNow = parserNow;
  }

  /** Throws what keeps the chosen parser from being loaded. */
  get parser(): GraphParser {
    return this.#parserNow();
  }

  /** Grows whenever graphs or what they are matched by changed otherwise than by their text: what was compared is then stale. */
  get revision(): number {
    return this.#revision;
  }

  changed(): void {
    this.#revision += 1;
  }

  /** One graph a text, in order; new ones are kept in `cache`. Corrections win over every parser. */
  async graphsOf(texts: readonly string[], cache: GraphCache | null): Promise<readonly SceneGraph[]> {
    const { parser } = this;
    this.#tidy(cache, parser);
    const known = new Map<string, SceneGraph>();
    const distinct = new Set(texts);
    for (const text of distinct) {
      const graph = cache?.corrections.get(text)?.graph ?? cache?.get(parser.id, parser.version, text);
      if (graph) known.set(text, graph);
    }
    const unknown = [...distinct].filter((text) => !known.has(text));
    await parseInParts(parser, unknown, {}, (entries) => {
      for (const { text, graph } of entries) known.set(text, graph);
      cache?.put(parser.id, parser.version, entries);
    });
    return texts.map((text) => known.get(text)!);
  }

  /** Parses the texts that `cache` has no graph of. Where `turn` rejects it ends; what was done is kept, what is left is told. */
  async fill(
    texts: Iterable<string>,
    cache: GraphCache,
    watch: ParseWatch,
  ): Promise<{ readonly parsed: number; readonly left: number }> {
    const { parser } = this;
    this.#tidy(cache, parser);
    const unknown = [...new Set(texts)].filter((text) => !cache.has(parser.id, parser.version, text));
    let parsed = 0;
    await parseInParts(parser, unknown, watch, (entries) => {
      cache.put(parser.id, parser.version, entries);
      parsed += entries.length;
    });
    return { parsed, left: unknown.length - parsed };
  }

  /** Graphs of an older version of a parser are never asked for again. */
  #tidy(cache: GraphCache | null, { id, version }: GraphParser): void {
    if (cache === null) return;
    const done = this.#tidied.get(cache) ?? new Set();
    if (done.has(id)) return;
    cache.dropOldVersions(id, version);
    this.#tidied.set(cache, done.add(id));
  }
}

interface Parsed {
  readonly text: string;
  readonly graph: SceneGraph;
}

async function parseInParts(
  parser: GraphParser,
  texts: readonly string[],
  { turn, progress }: ParseWatch,
  keep: (entries: readonly Parsed[]) => void,
): Promise<void> {
  for (let start = 0; start < texts.length; start += batch) {
    if (
      (await turn?.().then(
        () => true,
        () => false,
      )) === false
    )
      return;
    const part = texts.slice(start, start + batch);
    const graphs = await parser.parse(part);
    keep(part.map((text, i) => ({ text, graph: graphs[i]! })));
    progress?.(start + part.length, texts.length);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
