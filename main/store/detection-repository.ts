import type Database from 'better-sqlite3';
import type { DetectionSource } from '../../preload/contract/detections.ts';

/** Objects of one image as a detector counts them. */
export interface ImageDetections {
  readonly imageId: number;
  readonly objects: ReadonlyMap<string, number>;
}

/** Counts of imported detectors, by image and source. */
export class DetectionRepository {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  /** Keeps a source's counts in the place of what a source of that name had; all or nothing. Returns its id. */
  replace(source: Omit<DetectionSource, 'id' | 'images' | 'objects'>, images: readonly ImageDetections[]): number {
    return this.#db
      .transaction(() => {
        this.#db.prepare('DELETE FROM detection_sources WHERE name = ?').run(source.name);
        const id = Number(
          this.#db
            .prepare(
              'INSERT INTO detection_sources (name, format, file, min_score, imported_at) VALUES (?, ?, ?, ?, ?)',
            )
            .run(source.name, source.format, source.file, source.minScore, source.importedAt).lastInsertRowid,
        );
        const insert = this.#db.prepare(
          'INSERT INTO detections (image_id, source_id, object, count) VALUES (?, ?, ?, ?)',
        );
        for (const { imageId, objects } of images) {
          for (const [object, count] of objects) insert.run(imageId, id, object, count);
        }
        return id;
      })
      .immediate();
  }

  /** Newest first. */
  sources(): readonly DetectionSource[] {
    return this.#db
      .prepare<[], DetectionSource>(
        `SELECT id, name, format, file, min_score AS minScore, imported_at AS importedAt,
           (SELECT count(DISTINCT image_id) FROM detections WHERE source_id = detection_sources.id) AS images,
           (SELECT coalesce(sum(count), 0) FROM detections WHERE source_id = detection_sources.id) AS objects
         FROM detection_sources ORDER BY imported_at DESC, id DESC`,
      )
      .all();
  }

  /** Ids of the images that the source says something about; they lose it. */
  remove(sourceId: number): readonly number[] {
    return this.#db
      .transaction(() => {
        const imageIds = this.#db
          .prepare<[number], number>('SELECT DISTINCT image_id FROM detections WHERE source_id = ?')
          .pluck()
          .all(sourceId);
        this.#db.prepare('DELETE FROM detection_sources WHERE id = ?').run(sourceId);
        return imageIds;
      })
      .immediate();
  }

  /** `{object: count}` of one image; where several sources count an object, the one imported last. */
  ofImage(imageId: number): Readonly<Record<string, number>> {
    const rows = this.#db
      .prepare<[number], { object: string; count: number }>(
        `SELECT object, count FROM detections JOIN detection_sources ON detection_sources.id = source_id
         WHERE image_id = ? ORDER BY imported_at, source_id, object`,
      )
      .all(imageId);
    return Object.fromEntries(rows.map(({ object, count }) => [object, count]));
  }

  /** The same of every image that has some, in one pass. */
  byImage(): ReadonlyMap<number, Readonly<Record<string, number>>> {
    const all = new Map<number, Record<string, number>>();
    const rows = this.#db
      .prepare<[], { imageId: number; object: string; count: number }>(
        `SELECT image_id AS imageId, object, count FROM detections
         JOIN detection_sources ON detection_sources.id = source_id ORDER BY imported_at, source_id, object`,
      )
      .iterate();
    for (const { imageId, object, count } of rows) {
      const own = all.get(imageId) ?? {};
      own[object] = count;
      all.set(imageId, own);
    }
    return all;
  }
}
