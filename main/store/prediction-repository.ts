import type Database from 'better-sqlite3';

/** A model's captions of a split, made with one decoding. `done` counts the captions that are there. */
export interface PredictionSetRow {
  readonly id: number;
  readonly modelId: string;
  /** Version of the model that made them: a run's checkpoint, or the bundled model's checksum. */
  readonly modelVersion: string;
  readonly split: string;
  readonly decoding: string;
  /**
   * The job that makes it, and how that goes: `running` until the job has ended, queued included. Without a job (the
   * references themselves) it is finished as soon as it is there.
   */
  readonly jobId: string | null;
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
  'jobId' | 'modelId' | 'modelVersion' | 'split' | 'decoding' | 'total' | 'imagesKey' | 'createdAt'
>;

const columns = `sets.id, sets.model_id AS modelId, model_version AS modelVersion, sets.split, decoding, job_id AS jobId,
  CASE WHEN job_id IS NULL OR jobs.state = 'finished' THEN 'finished' WHEN jobs.state IN ('stopped', 'failed') THEN 'failed'
    ELSE 'running' END AS state,
  jobs.reason, total, (SELECT count(*) FROM predictions WHERE set_id = sets.id) AS done, images_key AS imagesKey,
  sets.created_at AS createdAt FROM prediction_sets AS sets LEFT JOIN jobs ON jobs.id = sets.job_id`;

/** Captions that models made. */
export class PredictionRepository {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  /** Newest first. */
  list(): readonly PredictionSetRow[] {
    return this.#db
      .prepare<[], PredictionSetRow>(`SELECT ${columns} ORDER BY sets.created_at DESC, sets.id DESC`)
      .all();
  }

  get(id: number): PredictionSetRow | undefined {
    return this.#db.prepare<[number], PredictionSetRow>(`SELECT ${columns} WHERE sets.id = ?`).get(id);
  }

  nextId(): number {
    return this.#db.prepare<[], number>('SELECT coalesce(max(id), 0) + 1 FROM prediction_sets').pluck().get()!;
  }

  /** Makes an empty set in place of the one with the same model, split and decoding, itself included. Its job must be there. */
  begin(id: number, set: NewPredictionSet): void {
    this.#db.transaction(() => {
      this.#db
        .prepare('DELETE FROM prediction_sets WHERE model_id = ? AND split = ? AND decoding = ?')
        .run(set.modelId, set.split, set.decoding);
      this.#db
        .prepare(
          `INSERT INTO prediction_sets
             (id, job_id, model_id, model_version, split, decoding, total, images_key, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          id,
          set.jobId,
          set.modelId,
          set.modelVersion,
          set.split,
          set.decoding,
          set.total,
          set.imagesKey,
          set.createdAt,
        );
    })();
  }

  add(setId: number, captions: readonly { readonly imageId: number; readonly caption: string }[]): void {
    const insert = this.#db.prepare('INSERT OR REPLACE INTO predictions (set_id, image_id, caption) VALUES (?, ?, ?)');
    this.#db.transaction(() => {
      for (const { imageId, caption } of captions) insert.run(setId, imageId, caption);
    })();
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
