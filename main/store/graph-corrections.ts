import type Database from 'better-sqlite3';
import type { SceneGraph } from '../../preload/contract/scene-graph.ts';

/** A graph that a person put in the place of the parser's. */
export interface GraphCorrection {
  readonly graph: SceneGraph;
  readonly author: string;
  readonly at: string;
}

interface Row {
  readonly graph: string;
  readonly author: string;
  readonly at: string;
}

/** Graphs corrected by hand, by the caption's text: they outlive the parser and its versions. */
export class GraphCorrections {
  readonly #db: Database.Database;
  readonly #get: Database.Statement<[string], Row>;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#get = db.prepare('SELECT graph, author, at FROM graph_corrections WHERE text = ?');
  }

  get(text: string): GraphCorrection | undefined {
    const row = this.#get.get(text);
    return row === undefined ? undefined : { ...row, graph: JSON.parse(row.graph) as SceneGraph };
  }

  /** Keeps the correction of this text, or (null) forgets it. Belongs in the transaction of an edit. */
  put(text: string, correction: GraphCorrection | null): void {
    if (correction === null) {
      this.#db.prepare('DELETE FROM graph_corrections WHERE text = ?').run(text);
      return;
    }
    const { graph, author, at } = correction;
    this.#db
      .prepare('INSERT OR REPLACE INTO graph_corrections (text, graph, author, at) VALUES (?, ?, ?, ?)')
      .run(text, JSON.stringify(graph), author, at);
  }

  /** Images of which a caption has this very text. */
  imagesWith(text: string): readonly number[] {
    return this.#db
      .prepare<[string], number>('SELECT DISTINCT image_id FROM captions WHERE text = ?')
      .pluck()
      .all(text);
  }

  /** Every corrected graph by its text. */
  all(): Readonly<Record<string, SceneGraph>> {
    const rows = this.#db
      .prepare<[], { text: string; graph: string }>('SELECT text, graph FROM graph_corrections ORDER BY text')
      .all();
    return Object.fromEntries(rows.map(({ text, graph }) => [text, JSON.parse(graph) as SceneGraph]));
  }

  count(): number {
    return this.#db.prepare<[], number>('SELECT count(*) FROM graph_corrections').pluck().get()!;
  }
}
