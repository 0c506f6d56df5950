import type Database from 'better-sqlite3';
import type { SceneGraph } from '../../preload/contract/scene-graph.ts';
import { GraphCorrections } from './graph-corrections.ts';

/** Scene graphs by parser, its version and the text: they can always be worked out again. Corrections stand beside them. */
export class GraphCache {
  readonly corrections: GraphCorrections;
  readonly #db: Database.Database;
  readonly #get: Database.Statement<[string, string, string], string>;

  constructor(db: Database.Database) {
    this.#db = db;
    this.corrections = new GraphCorrections(db);
    this.#get = db
      .prepare<[string, string, string], string>(
        'SELECT graph FROM graphs WHERE parser = ? AND version = ? AND text = ?',
      )
      .pluck();
  }

  get(parser: string, version: string, text: string): SceneGraph | undefined {
    const json = this.#get.get(parser, version, text);
    return json === undefined ? undefined : (JSON.parse(json) as SceneGraph);
  }

  has(parser: string, version: string, text: string): boolean {
    return this.#get.get(parser, version, text) !== undefined;
  }

  put(parser: string, version: string, graphs: readonly { readonly text: string; readonly graph: SceneGraph }[]): void {
    const insert = this.#db.prepare('INSERT OR REPLACE INTO graphs (parser, version, text, graph) VALUES (?, ?, ?, ?)');
    this.#db.transaction(() => {
      for (const { text, graph } of graphs) insert.run(parser, version, text, JSON.stringify(graph));
    })();
  }

  /** Forgets the graphs of every other version of this parser. */
  dropOldVersions(parser: string, version: string): void {
    this.#db.prepare('DELETE FROM graphs WHERE parser = ? AND version <> ?').run(parser, version);
  }
}
