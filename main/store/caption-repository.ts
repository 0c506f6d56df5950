import type Database from 'better-sqlite3';
import type { Caption, CaptionStatus } from '../../preload/contract/captions.ts';

/** A caption as it is stored, and as the edit log keeps it. `position` orders an image's captions and may have gaps. */
export interface CaptionRow {
  readonly id: number;
  readonly imageId: number;
  readonly position: number;
  readonly text: string;
  readonly status: CaptionStatus;
  readonly editedAt: string | null;
}

const columns = 'id, image_id AS imageId, position, text, status, edited_at AS editedAt';

/** The captions of a project. What is derived from them (counts by status, the text index) is kept by `refresh`. */
export class CaptionRepository {
  readonly #db: Database.Database;
  /** Kept: an import would spend a third of its time on preparing it again for each caption. */
  #insert: Database.Statement | undefined;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  row(id: number): CaptionRow | undefined {
    return this.#db.prepare<[number], CaptionRow>(`SELECT ${columns} FROM captions WHERE id = ?`).get(id);
  }

  /** An image's captions in order, positions counted from 0 without gaps. */
  ofImage(imageId: number): readonly Caption[] {
    return this.#db
      .prepare<[number], CaptionRow>(`SELECT ${columns} FROM captions WHERE image_id = ? ORDER BY position, id`)
      .all(imageId)
      .map((row, position) => ({ ...row, position }));
  }

  /** The texts of every image that has captions, in one pass: image id → texts in order. */
  textsByImage(split: string | null = null): ReadonlyMap<number, readonly string[]> {
    const texts = new Map<number, string[]>();
    const rows = this.#db
      .prepare<[string | null], { imageId: number; text: string }>(
        `SELECT captions.image_id AS imageId, captions.text AS text FROM captions
         JOIN images ON images.id = captions.image_id AND images.split = coalesce(?, images.split)
         ORDER BY captions.image_id, captions.position, captions.id`,
      )
      .iterate(split);
    for (const { imageId, text } of rows) {
      const list = texts.get(imageId);
      if (list) list.push(text);
      else texts.set(imageId, [text]);
    }
    return texts;
  }

  /** The position after the image's last caption. */
  nextPosition(imageId: number): number {
    return this.#db
      .prepare<[number], number>('SELECT coalesce(max(position) + 1, 0) FROM captions WHERE image_id = ?')
      .pluck()
      .get(imageId)!;
  }

  /** An id that no caption has or had, so that the edit log's ids stay unique. */
  nextId(): number {
    return this.#db
      .prepare<[], number>(
        `SELECT max(coalesce((SELECT max(id) FROM captions), 0), coalesce((SELECT max(caption_id) FROM edit_changes), 0)) + 1`,
      )
      .pluck()
      .get()!;
  }

  insert(row: CaptionRow): void {
    this.#insert ??= this.#db.prepare(
      'INSERT INTO captions (id, image_id, position, text, status, edited_at) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#insert.run(row.id, row.imageId, row.position, row.text, row.status, row.editedAt);
  }

  /** Makes the caption with this id what `row` says: writes, adds or (null) removes it. Call `refresh` afterwards. */
  put(id: number, row: CaptionRow | null): void {
    if (row === null) {
      this.#db.prepare('DELETE FROM captions WHERE id = ?').run(id);
      return;
    }
    this.#db
      .prepare(
        `INSERT INTO captions (id, image_id, position, text, status, edited_at) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET position = excluded.position, text = excluded.text,
           status = excluded.status, edited_at = excluded.edited_at`,
      )
      .run(id, row.imageId, row.position, row.text, row.status, row.editedAt);
  }

  /** Works out again what is derived from these images' captions; belongs in the transaction that changed them. */
  refresh(imageIds: Iterable<number>): void {
    const counts = this.#db.prepare(
      `UPDATE images SET (drafts, reviewed, flagged) = (
         SELECT count(*) FILTER (WHERE status = 'draft'), count(*) FILTER (WHERE status = 'reviewed'),
           count(*) FILTER (WHERE status = 'flagged') FROM captions WHERE image_id = images.id
       ) WHERE id = ?`,
    );
    const forget = this.#db.prepare('DELETE FROM image_text WHERE rowid = ?');
    const index = this.#db.prepare(
      `INSERT INTO image_text (rowid, text) SELECT id, file_name || char(10) ||
         coalesce((SELECT group_concat(text, char(10)) FROM captions WHERE image_id = images.id), '')
       FROM images WHERE id = ?`,
    );
    for (const id of imageIds) {
      counts.run(id);
      forget.run(id);
      index.run(id);
    }
  }
}
