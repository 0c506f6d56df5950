import type Database from 'better-sqlite3';
import type { JobState } from '../../preload/contract/jobs.ts';
import type { RunCheckpoint, RunPoint, RunSample } from '../../preload/contract/runs.ts';

/**
 * A run as it is stored, with the state of the job that carries it out. `queueOrder` is the order in which runs were made.
 */
export interface RunRow {
  readonly id: string;
  readonly queueOrder: number;
  readonly name: string;
  readonly preset: string;
  readonly modelId: string;
  readonly jobId: string;
  readonly state: JobState;
  readonly reason: string | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly trainImages: number;
  readonly valImages: number;
  readonly config: Readonly<Record<string, unknown>>;
  readonly device: string | null;
}
/** The columns of a new run; its state is that of its job. */
export type NewRun = Omit<RunRow, 'queueOrder' | 'state' | 'reason' | 'finishedAt'>;
/** A checkpoint with its folder: relative to the run's folder. */
export type CheckpointRow = RunCheckpoint & { readonly directory: string };

interface RawRun extends Omit<RunRow, 'config'> {
  readonly config: string;
}
interface RawCheckpoint extends Omit<CheckpointRow, 'metrics' | 'best'> {
  readonly metrics: string;
  readonly best: number;
}
type NewSample = { readonly imageId: number; readonly epoch: number; readonly phase: string; readonly caption: string };

const columns = `runs.id, runs.queue_order AS queueOrder, name, preset, runs.model_id AS modelId, job_id AS jobId, state,
  reason, runs.created_at AS createdAt, ended_at AS finishedAt, train_images AS trainImages, val_images AS valImages, config,
  device FROM runs JOIN jobs ON jobs.id = runs.job_id`;
const toRun = (row: RawRun): RunRow => ({ ...row, config: JSON.parse(row.config) as Record<string, unknown> });

/** Training runs with their points, samples and checkpoints. */
export class RunRepository {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  /** Newest first. */
  list(): readonly RunRow[] {
    return this.#db.prepare<[], RawRun>(`SELECT ${columns} ORDER BY runs.queue_order DESC`).all().map(toRun);
  }

  get(id: string): RunRow | undefined {
    const row = this.#db.prepare<[string], RawRun>(`SELECT ${columns} WHERE runs.id = ?`).get(id);
    return row && toRun(row);
  }

  count(): number {
    return this.#db.prepare<[], number>('SELECT count(*) FROM runs').pluck().get()!;
  }

  /** Adds a run, whose job must be there. */
  insert(run: NewRun): void {
    this.#db
      .prepare(
        `INSERT INTO runs (id, queue_order, name, preset, model_id, job_id, created_at, train_images, val_images, config, device)
         VALUES (?, (SELECT coalesce(max(queue_order), 0) + 1 FROM runs), ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        run.id,
        run.name,
        run.preset,
        run.modelId,
        run.jobId,
        run.createdAt,
        run.trainImages,
        run.valImages,
        JSON.stringify(run.config),
        run.device,
      );
  }

  setDevice(id: string, device: string): void {
    this.#db.prepare('UPDATE runs SET device = ? WHERE id = ?').run(device, id);
  }

  rename(id: string, name: string): void {
    this.#db.prepare('UPDATE runs SET name = ? WHERE id = ?').run(name, id);
  }

  /** Appends points, numbered on from the last, and returns them as stored. */
  addPoints(id: string, points: readonly Omit<RunPoint, 'index'>[]): readonly RunPoint[] {
    const next = this.#db
      .prepare<[string], number>('SELECT coalesce(max(point) + 1, 0) FROM run_points WHERE run_id = ?')
      .pluck();
    const insert = this.#db.prepare(
      'INSERT INTO run_points (run_id, point, phase, step, epoch, figures) VALUES (?, ?, ?, ?, ?, ?)',
    );
    return this.#db.transaction(() => {
      const first = next.get(id)!;
      return points.map((point, i) => {
        insert.run(id, first + i, point.phase, point.step, point.epoch, JSON.stringify(point.values));
        return { ...point, index: first + i };
      });
    })();
  }

  points(id: string, from: number): readonly RunPoint[] {
    return this.#db
      .prepare<[string, number], Omit<RunPoint, 'values'> & { figures: string }>(
        'SELECT point AS "index", phase, step, epoch, figures FROM run_points WHERE run_id = ? AND point >= ? ORDER BY point',
      )
      .all(id, from)
      .map(({ figures, ...point }) => ({ ...point, values: JSON.parse(figures) as Record<string, number> }));
  }

  addSamples(id: string, samples: readonly NewSample[]): void {
    const insert = this.#db.prepare(
      'INSERT INTO run_samples (run_id, image_id, epoch, phase, caption) VALUES (?, ?, ?, ?, ?)',
    );
    this.#db.transaction(() => {
      for (const sample of samples) insert.run(id, sample.imageId, sample.epoch, sample.phase, sample.caption);
    })();
  }

  /** The captions that training tried along the way, by image, oldest first. */
  samples(id: string): readonly RunSample[] {
    const byImage = new Map<number, { epoch: number; phase: 'cross-entropy' | 'scst'; caption: string }[]>();
    const rows = this.#db
      .prepare<[string], { imageId: number; epoch: number; phase: 'cross-entropy' | 'scst'; caption: string }>(
        'SELECT image_id AS imageId, epoch, phase, caption FROM run_samples WHERE run_id = ? ORDER BY image_id, id',
      )
      .iterate(id);
    for (const { imageId, ...caption } of rows) {
      const list = byImage.get(imageId);
      if (list) list.push(caption);
      else byImage.set(imageId, [caption]);
    }
    return [...byImage].map(([imageId, captions]) => ({ imageId, captions }));
  }

  /** Notes a saved model; one that is the best so far takes that mark from the others. */
  addCheckpoint(id: string, checkpoint: CheckpointRow): void {
    this.#db.transaction(() => {
      if (checkpoint.best) this.#db.prepare('UPDATE checkpoints SET best = 0 WHERE run_id = ?').run(id);
      this.#db
        .prepare(
          `INSERT OR REPLACE INTO checkpoints
             (run_id, saved, name, phase, epoch, step, directory, metrics, best, created_at)
           VALUES (?, (SELECT coalesce(max(saved), 0) + 1 FROM checkpoints WHERE run_id = ?), ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          id,
          id,
          checkpoint.name,
          checkpoint.phase,
          checkpoint.epoch,
          checkpoint.step,
          checkpoint.directory,
          JSON.stringify(checkpoint.metrics),
          checkpoint.best ? 1 : 0,
          checkpoint.createdAt,
        );
    })();
  }

  /** In the order in which they were saved. */
  checkpoints(id: string): readonly CheckpointRow[] {
    return this.#db
      .prepare<[string], RawCheckpoint>(
        `SELECT name, phase, epoch, step, directory, metrics, best, created_at AS createdAt
         FROM checkpoints WHERE run_id = ? ORDER BY saved`,
      )
      .all(id)
      .map((row) => ({
        ...row,
        metrics: JSON.parse(row.metrics) as Record<string, number>,
        best: row.best === 1,
      }));
  }
}
