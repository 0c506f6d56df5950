import type Database from 'better-sqlite3';
import type { SceneGraph } from '../../preload/contract/scene-graph.ts';
import type { CaptionRepository, CaptionRow } from './caption-repository.ts';
import type { GraphCorrection, GraphCorrections } from './graph-corrections.ts';

/** One caption before and after an edit; null where it was not there. */
export interface CaptionChange {
  readonly before: CaptionRow | null;
  readonly after: CaptionRow | null;
}
/** The correction of a text's graph before and after an edit; null where the parser's graph holds. */
export interface GraphChange {
  readonly text: string;
  readonly before: GraphCorrection | null;
  readonly after: GraphCorrection | null;
}
export interface Undone {
  readonly label: string;
  readonly imageId: number | null;
  /** Every image whose captions or graphs changed. */
  readonly imageIds: readonly number[];
  /** Whether corrections of graphs were among what changed. */
  readonly hasGraphs: boolean;
}
export interface HistoryEntry {
  readonly at: string;
  readonly author: string;
  readonly before: string | null;
  readonly after: string | null;
}
/** A graph that a text had by hand; null: the parser's. */
export interface GraphVersion {
  readonly at: string;
  readonly author: string;
  readonly graph: SceneGraph | null;
}
interface Edit {
  readonly id: number;
  readonly label: string;
  readonly imageId: number | null;
}

const editColumns = 'id, label, image_id AS imageId';

/** Every edit with what it changed: undo and redo are states of these rows, so they outlive the process. */
export class EditLog {
  readonly #db: Database.Database;
  readonly #captions: CaptionRepository;
  readonly #corrections: GraphCorrections;

  constructor(db: Database.Database, captions: CaptionRepository, corrections: GraphCorrections) {
    this.#db = db;
    this.#captions = captions;
    this.#corrections = corrections;
  }

  /** Makes the changes and notes them as one edit, in one transaction. What had been undone can no longer be redone. */
  apply(edit: { label: string; author: string; at: string }, changes: readonly CaptionChange[]): readonly number[] {
    const imageIds = affectedImages(changes);
    const insertChange = this.#db.prepare(
      'INSERT INTO edit_changes (edit_id, caption_id, before, after) VALUES (?, ?, ?, ?)',
    );
    this.#db
      .transaction(() => {
        const editId = this.#begin(edit, imageIds.length === 1 ? imageIds[0]! : null);
        for (const { before, after } of changes) {
          const id = captionId({ before, after });
          insertChange.run(editId, id, toJson(before), toJson(after));
          this.#captions.put(id, after);
        }
        this.#captions.refresh(imageIds);
      })
      .immediate();
    return imageIds;
  }

  /** The same for the graph of a text, corrected on this image. Returns every image that has a caption of the text. */
  applyGraph(
    edit: { label: string; author: string; at: string },
    imageId: number,
    { text, before, after }: GraphChange,
  ): readonly number[] {
    this.#db
      .transaction(() => {
        const editId = this.#begin(edit, imageId);
        this.#db
          .prepare('INSERT INTO edit_graphs (edit_id, text, before, after) VALUES (?, ?, ?, ?)')
          .run(editId, text, toJson(before), toJson(after));
        this.#corrections.put(text, after);
      })
      .immediate();
    return this.#corrections.imagesWith(text);
  }

  /** Takes back the newest edit; null when there is none. */
  undo(): Undone | null {
    return this.#move('done', 'undone', 'before');
  }

  /** Makes the edit that was undone last again; null when there is none. */
  redo(): Undone | null {
    return this.#move('undone', 'done', 'after');
  }

  /** The labels of what undo and redo would do next. */
  state(): { readonly undo: string | null; readonly redo: string | null } {
    return { undo: this.#next('done')?.label ?? null, redo: this.#next('undone')?.label ?? null };
  }

  /** The texts that a caption had, newest first; changes of its status alone are left out. */
  history(captionId: number): readonly HistoryEntry[] {
    return this.#db
      .prepare<[number], { at: string; author: string; before: string | null; after: string | null }>(
        `SELECT edits.at AS at, edits.author AS author, before ->> 'text' AS before, after ->> 'text' AS after
         FROM edit_changes JOIN edits ON edits.id = edit_changes.edit_id
         WHERE caption_id = ? AND edits.state = 'done' AND (before ->> 'text') IS NOT (after ->> 'text')
         ORDER BY edits.id DESC`,
      )
      .all(captionId);
  }

  /** The corrections of a text's graph that stand, newest first; null where somebody went back to the parser's. */
  graphHistory(text: string): readonly GraphVersion[] {
    const rows = this.#db
      .prepare<[string], { at: string; author: string; after: string | null }>(
        `SELECT edits.at AS at, edits.author AS author, after
         FROM edit_graphs JOIN edits ON edits.id = edit_graphs.edit_id
         WHERE text = ? AND edits.state = 'done' ORDER BY edits.id DESC`,
      )
      .all(text);
    return rows.map(({ at, author, after }) => ({
      at,
      author,
      graph: fromJson<GraphCorrection>(after)?.graph ?? null,
    }));
  }

  #begin(edit: { label: string; author: string; at: string }, imageId: number | null): number | bigint {
    this.#db.prepare(`UPDATE edits SET state = 'dropped' WHERE state = 'undone'`).run();
    return this.#db
      .prepare('INSERT INTO edits (at, author, label, image_id) VALUES (?, ?, ?, ?)')
      .run(edit.at, edit.author, edit.label, imageId).lastInsertRowid;
  }

  #next(state: 'done' | 'undone'): Edit | undefined {
    // The newest done edit is undone first; among the undone ones, the oldest was undone last.
    const order = state === 'done' ? 'DESC' : 'ASC';
    return this.#db
      .prepare<[string], Edit>(`SELECT ${editColumns} FROM edits WHERE state = ? ORDER BY id ${order} LIMIT 1`)
      .get(state);
  }

  #move(from: 'done' | 'undone', to: 'done' | 'undone', side: 'before' | 'after'): Undone | null {
    return this.#db
      .transaction(() => {
        const edit = this.#next(from);
        if (!edit) return null;
        const rows = this.#db
          .prepare<[number], { before: string | null; after: string | null }>(
            'SELECT before, after FROM edit_changes WHERE edit_id = ? ORDER BY caption_id',
          )
          .all(edit.id);
        const changes = rows.map((row) => ({
          before: fromJson<CaptionRow>(row.before),
          after: fromJson<CaptionRow>(row.after),
        }));
        for (const change of changes) this.#captions.put(captionId(change), change[side]);
        const captioned = affectedImages(changes);
        this.#captions.refresh(captioned);
        const graphs = this.#db
          .prepare<[number], { text: string; before: string | null; after: string | null }>(
            'SELECT text, before, after FROM edit_graphs WHERE edit_id = ?',
          )
          .all(edit.id);
        for (const row of graphs) this.#corrections.put(row.text, fromJson<GraphCorrection>(row[side]));
        const imageIds = [
          ...new Set([...captioned, ...graphs.flatMap(({ text }) => this.#corrections.imagesWith(text))]),
        ];
        this.#db.prepare('UPDATE edits SET state = ? WHERE id = ?').run(to, edit.id);
        return { label: edit.label, imageId: edit.imageId, imageIds, hasGraphs: graphs.length > 0 };
      })
      .immediate();
  }
}

const captionId = ({ before, after }: CaptionChange): number => (before ?? after)!.id;
const affectedImages = (changes: readonly CaptionChange[]): readonly number[] => [
  ...new Set(changes.map(({ before, after }) => (before ?? after)!.imageId)),
];
const toJson = (value: object | null): string | null => (value === null ? null : JSON.stringify(value));
const fromJson = <T>(json: string | null): T | null => (json === null ? null : (JSON.parse(json) as T));
