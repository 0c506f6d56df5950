import { existsSync, mkdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../errors/app-error.ts';
import { CaptionRepository } from './caption-repository.ts';
import { DetectionRepository } from './detection-repository.ts';
import { EditLog } from './edit-log.ts';
import { GraphCache } from './graph-cache.ts';
import { ImageRepository } from './image-repository.ts';
import { JobRepository } from './job-repository.ts';
import { MetaRepository } from './meta-repository.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/catalog.ts';
import type { Migration } from './migrations/migration.ts';
import { PredictionRepository } from './prediction-repository.ts';
import { applicationId, checkProjectHeader } from './project-header.ts';
import { lockProject } from './project-lock.ts';
import { RunRepository } from './run-repository.ts';
import { withSqliteErrors } from './sqlite-errors.ts';

const extension = '.nadir';

/** An open project: one SQLite file, and beside it a folder of checkpoints, snapshots and caches. */
export class ProjectStore {
  readonly file: string;
  readonly db: Database.Database;
  readonly images: ImageRepository;
  readonly captions: CaptionRepository;
  readonly edits: EditLog;
  readonly graphs: GraphCache;
  readonly detections: DetectionRepository;
  readonly jobs: JobRepository;
  readonly runs: RunRepository;
  readonly predictions: PredictionRepository;
  readonly meta: MetaRepository;
  readonly #unlock: () => void;

  private constructor(file: string, db: Database.Database, unlock: () => void) {
    this.file = file;
    this.db = db;
    this.images = new ImageRepository(db);
    this.captions = new CaptionRepository(db);
    this.graphs = new GraphCache(db);
    this.detections = new DetectionRepository(db);
    this.edits = new EditLog(db, this.captions, this.graphs.corrections);
    this.jobs = new JobRepository(db);
    this.runs = new RunRepository(db);
    this.predictions = new PredictionRepository(db);
    this.meta = new MetaRepository(db);
    this.#unlock = unlock;
  }

  /** Makes a new, empty project. Throws `conflict` when the file is there, `unreadable_file` when it cannot be made. */
  static create(file: string, options: { sample?: boolean } = {}): ProjectStore {
    if (!file.endsWith(extension)) {
      throw new AppError('bad_input', `${file}: the name of a project ends in ${extension}.`);
    }
    if (existsSync(file)) {
      throw new AppError('conflict', `${file} already exists. Open it, or choose another name.`);
    }
    try {
      mkdirSync(path.dirname(file), { recursive: true });
    } catch (cause) {
      throw new AppError('unreadable_file', `${file} cannot be created: ${(cause as Error).message}.`, { cause });
    }
    const place = realPlace(file);
    const unlock = lockProject(place, filesDirectoryOf(place));
    try {
      return withSqliteErrors(place, () => {
        const db = connect(place, { create: true });
        try {
          migrate(db, place, migrations, () => undefined);
          const store = new ProjectStore(place, db, unlock);
          store.meta.set('name', path.basename(place, extension));
          store.meta.set('created_at', new Date().toISOString());
          store.meta.set('sample', options.sample ? 'yes' : 'no');
          return store;
        } catch (error) {
          db.close();
          throw error;
        }
      });
    } catch (error) {
      for (const suffix of ['', '-wal', '-shm']) rmSync(place + suffix, { force: true });
      unlock();
      throw error;
    }
  }

  /**
   * Opens a project and brings its schema up to date with `schema`, after a backup. Throws AppErrors that say what is wrong
   * with the file.
   */
  static open(file: string, schema: readonly Migration[] = migrations): ProjectStore {
    checkProjectHeader(file);
    const place = realPlace(file);
    const unlock = lockProject(place, filesDirectoryOf(place));
    try {
      return withSqliteErrors(place, () => {
        const db = connect(place);
        try {
          migrate(db, place, schema, (version) => backUpBefore(db, place, version));
          return new ProjectStore(place, db, unlock);
        } catch (error) {
          db.close();
          throw error;
        }
      });
    } catch (error) {
      unlock();
      throw error;
    }
  }

  /** The project's folder: relative image paths start here. */
  get directory(): string {
    return path.dirname(this.file);
  }

  /** Checkpoints, run snapshots and caches. */
  get filesDirectory(): string {
    return filesDirectoryOf(this.file);
  }

  get name(): string {
    return path.basename(this.file, extension);
  }

  get schemaVersion(): number {
    return this.db.pragma('user_version', { simple: true }) as number;
  }

  runDirectory(runId: string): string {
    return path.join(this.filesDirectory, 'runs', runId);
  }

  /** Everything that `work` writes is kept, or nothing. */
  transaction<T>(work: () => T): T {
    return this.db.transaction(work).immediate();
  }

  /** Copies the project to `target` while it stays in use. Returns the copy's size in bytes. */
  async backup(target: string): Promise<number> {
    await this.db.backup(target);
    return statSync(target).size;
  }

  close(): void {
    this.db.close();
    this.#unlock();
  }
}

function connect(file: string, options: { create?: boolean } = {}): Database.Database {
  // A reader from outside may hold the file for a moment: wait for it instead of failing.
  const db = new Database(file, { timeout: 5_000 });
  // Before the write-ahead log is on: after a crash the mark must be in the file itself, where opening looks for it.
  if (options.create) db.pragma(`application_id = ${applicationId}`);
  db.pragma('journal_mode = WAL');
  // FULL: an edit that the window shows as saved survives a power cut. It costs one flush an edit; imports and training
  // points are written in batches.
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('cache_size = -65536');
  db.pragma('temp_store = MEMORY');
  return db;
}

function backUpBefore(db: Database.Database, file: string, version: number): void {
  const stamp = new Date().toISOString().replaceAll(':', '-');
  const backups = path.join(filesDirectoryOf(file), 'backups');
  mkdirSync(backups, { recursive: true });
  db.prepare('VACUUM INTO ?').run(path.join(backups, `format-${version}-${stamp}${extension}`));
}

/** The folder beside a project's file: checkpoints, run snapshots, its lock, backups. */
export const filesDirectoryOf = (file: string): string => `${file}.files`;

/** The same file by one name, whatever links lead to it: the lock depends on it. */
function realPlace(file: string): string {
  const absolute = path.resolve(file);
  return existsSync(absolute)
    ? realpathSync(absolute)
    : path.join(realpathSync(path.dirname(absolute)), path.basename(absolute));
}
