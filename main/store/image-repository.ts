import type Database from 'better-sqlite3';
import type { ImageCard, ImageQuery } from '../../preload/contract/images.ts';
import { nameKey, type StoredPath } from './image-paths.ts';
import { imageQuerySql } from './image-query.ts';

/** An image as it is stored. */
export interface ImageRow {
  readonly id: number;
  readonly path: string;
  readonly absolutePath: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly class: string | null;
  readonly split: string;
  readonly sourceId: string | null;
  readonly missing: boolean;
}
export type NewImage = Omit<ImageRow, 'id' | 'missing'>;

interface RawImage extends Omit<ImageRow, 'missing'> {
  readonly missing: number;
}
interface RawCard {
  readonly id: number;
  readonly fileName: string;
  readonly class: string | null;
  readonly split: string;
  readonly width: number;
  readonly height: number;
  readonly drafts: number;
  readonly reviewed: number;
  readonly flagged: number;
  readonly missing: number;
  readonly caption: string | null;
}
export interface NamedCount {
  readonly name: string;
  readonly images: number;
}

const columns = `id, path, absolute_path AS absolutePath, file_name AS fileName, bytes, sha256, width, height, class,
  split, source_id AS sourceId, missing`;
const cardColumns = `id, file_name AS fileName, class, split, width, height, drafts, reviewed, flagged, missing,
  (SELECT text FROM captions WHERE image_id = images.id ORDER BY position, id LIMIT 1) AS caption`;

/** The images of a project. */
export class ImageRepository {
  readonly #db: Database.Database;
  /** Kept: what goes through all images would spend a good part of its time on preparing them again for each. */
  #insert: Database.Statement | undefined;
  #get: Database.Statement<[number], RawImage> | undefined;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  list(query: ImageQuery): readonly number[] {
    const { sql, parameters } = imageQuerySql(query);
    return this.#db
      .prepare<unknown[], number>(sql)
      .pluck()
      .all(...parameters);
  }

  /** The cards of these images, in the order asked for; unknown ids are left out. */
  cards(ids: readonly number[]): readonly ImageCard[] {
    const statement = this.#db.prepare<[number], RawCard>(`SELECT ${cardColumns} FROM images WHERE id = ?`);
    return ids.flatMap((id) => {
      const row = statement.get(id);
      return row ? [toCard(row)] : [];
    });
  }

  get(id: number): ImageRow | undefined {
    this.#get ??= this.#db.prepare<[number], RawImage>(`SELECT ${columns} FROM images WHERE id = ?`);
    const row = this.#get.get(id);
    return row && toImage(row);
  }

  /** Every image, or those of a split, in the order of import. */
  all(split: string | null = null): readonly ImageRow[] {
    return this.#db
      .prepare<[string | null], RawImage>(`SELECT ${columns} FROM images WHERE split = coalesce(?, split) ORDER BY id`)
      .all(split)
      .map(toImage);
  }

  hasPath(path: string): boolean {
    return this.#db.prepare('SELECT 1 FROM images WHERE path = ?').get(path) !== undefined;
  }

  insert(image: NewImage): number {
    this.#insert ??= this.#db.prepare(
      `INSERT INTO images (path, absolute_path, file_name, name_key, bytes, sha256, width, height, class, split, source_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    const result = this.#insert.run(
      image.path,
      image.absolutePath,
      image.fileName,
      nameKey(image.fileName),
      image.bytes,
      image.sha256,
      image.width,
      image.height,
      image.class,
      image.split,
      image.sourceId,
    );
    return Number(result.lastInsertRowid);
  }

  /** Points an image at another place. */
  moveTo(id: number, stored: StoredPath): void {
    this.#db
      .prepare('UPDATE images SET path = ?, absolute_path = ?, missing = 0 WHERE id = ?')
      .run(stored.path, stored.absolutePath, id);
  }

  /** Notes which images are not where they should be. Returns the ids whose state changed. */
  setMissing(states: readonly { readonly id: number; readonly missing: boolean }[]): readonly number[] {
    const statement = this.#db.prepare('UPDATE images SET missing = @missing WHERE id = @id AND missing <> @missing');
    return this.#db.transaction(() =>
      states
        .filter(({ id, missing }) => statement.run({ id, missing: missing ? 1 : 0 }).changes > 0)
        .map(({ id }) => id),
    )();
  }

  count(): { readonly images: number; readonly captions: number; readonly missing: number } {
    return this.#db
      .prepare<[], { images: number; captions: number; missing: number }>(
        `SELECT count(*) AS images, coalesce(sum(drafts + reviewed + flagged), 0) AS captions,
           coalesce(sum(missing), 0) AS missing FROM images`,
      )
      .get()!;
  }

  splits(): readonly { readonly name: string; readonly images: number; readonly captions: number }[] {
    return this.#db
      .prepare<[], { name: string; images: number; captions: number }>(
        `SELECT split AS name, count(*) AS images, sum(drafts + reviewed + flagged) AS captions
         FROM images GROUP BY split ORDER BY min(id)`,
      )
      .all();
  }

  classes(): readonly NamedCount[] {
    return this.#db
      .prepare<[], NamedCount>(
        `SELECT class AS name, count(*) AS images FROM images WHERE class IS NOT NULL GROUP BY class ORDER BY class`,
      )
      .all();
  }

  statuses(): readonly NamedCount[] {
    const sums = this.#db
      .prepare<[], { draft: number; reviewed: number; flagged: number }>(
        `SELECT coalesce(sum(drafts > 0), 0) AS draft, coalesce(sum(reviewed > 0), 0) AS reviewed,
           coalesce(sum(flagged > 0), 0) AS flagged FROM images`,
      )
      .get()!;
    return [
      { name: 'draft', images: sums.draft },
      { name: 'reviewed', images: sums.reviewed },
      { name: 'flagged', images: sums.flagged },
    ];
  }
}

const toImage = (row: RawImage): ImageRow => ({ ...row, missing: row.missing === 1 });

function toCard({ drafts, reviewed, flagged, missing, ...row }: RawCard): ImageCard {
  const captionCount = drafts + reviewed + flagged;
  return {
    ...row,
    captionCount,
    flagged: flagged > 0,
    reviewed: captionCount > 0 && reviewed === captionCount,
    missing: missing === 1,
  };
}
