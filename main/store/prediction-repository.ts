import type Database from 'better-sqlite3';

/** A model's captions of a split, made with one decoding. `done` counts the captions that are there. */
export interface PredictionSetRow {
  readonly id: number;
  readonly modelId: string;
  /** What of the model made them: a run's checkpoint, or the bundled model's checksum. */
  readonly modelVersion: string;
  readonly split: string;
  readonly decoding: string;
  readonly state: 'running' | 'finished' | 'failed';
  readonly reason: string | null;
  readonly total: number;
  readonly done: number;
  /** Stands for the images that were to be captioned: another key, another set of images. */
  readonly imagesKey: string;
  readonly createdAt: string;
}
export type NewPredictionSet = Pick<
  PredictionSetRow,
  'modelId' | 'modelVersion' | 'split' | 'decoding' | 'total' | 'imagesKey' | 'createdAt'
>;

const columns = `id, model_id AS modelId, model_version AS modelVersion, split, decoding, state, reason, total,
  (SELECT count(*) FROM predictions WHERE set_id = prediction_sets.id) AS done, images_key AS imagesKey,
  created_at AS createdAt`;

/** Captions that models made. */
export class PredictionRepository {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  /** Newest first. */
  list(): readonly PredictionSetRow[] {
    return this.#db
      .prepare<[], PredictionSetRow>(`SELECT ${columns} FROM prediction_sets ORDER BY created_at DESC, id DESC`)
      .all();
  }

  get(id: number): PredictionSetRow | undefined {
    return this.#db.prepare<[number], PredictionSetRow>(`SELECT ${columns} FROM prediction_sets WHERE id = ?`).get(id);
  }

  /** Makes an empty, running set in place of the one with the same model, split and decoding. */
  begin(set: NewPredictionSet): number {
    return this.#db.transaction(() => {
      this.#db
        .prepare('DELETE FROM prediction_sets WHERE model_id = ? AND split = ? AND decoding = ?')
        .run(set.modelId, set.split, set.decoding);
      return Number(
        this.#db
          .prepare(
            `INSERT INTO prediction_sets
               (model_id, model_version, split, decoding, state, total, images_key, created_at)
             VALUES (?, ?, ?, ?, 'running', ?, ?, ?)`,
          )
          .run(set.modelId, set.modelVersion, set.split, set.decoding, set.total, set.imagesKey, set.createdAt)
          .lastInsertRowid,
      );
    })();
  }

  add(setId: number, captions: readonly { readonly imageId: number; readonly caption: string }[]): void {
    const insert = this.#db.prepare('INSERT OR REPLACE INTO predictions (set_id, image_id, caption) VALUES (?, ?, ?)');
    this.#db.transaction(() => {
      for (const { imageId, caption } of captions) insert.run(setId, imageId, caption);
    })();
  }

  setState(id: number, state: PredictionSetRow['state'], reason: string | null): void {
    this.#db.prepare('UPDATE prediction_sets SET state = ?, reason = ? WHERE id = ?').run(state, reason, id);
  }

  /** Makes a set the newest of its model and split. */
  touch(id: number, createdAt: string): void {
    this.#db.prepare('UPDATE prediction_sets SET created_at = ? WHERE id = ?').run(createdAt, id);
  }

  remove(id: number): void {
    this.#db.prepare('DELETE FROM prediction_sets WHERE id = ?').run(id);
  }

  /** Image id → caption, in the order of the images. */
  captions(setId: number): ReadonlyMap<number, string> {
    const rows = this.#db
      .prepare<[number], { imageId: number; caption: string }>(
        'SELECT image_id AS imageId, caption FROM predictions WHERE set_id = ? ORDER BY image_id',
      )
      .all(setId);
    return new Map(rows.map(({ imageId, caption }) => [imageId, caption]));
  }
}
