import type Database from 'better-sqlite3';
import type { Job, JobKindId, JobState } from '../../preload/contract/jobs.ts';

/** A job as it is stored: all but what it is doing at the moment. `queueOrder` is the order of queueing. */
export interface JobRow {
  readonly id: string;
  readonly queueOrder: number;
  readonly kind: JobKindId;
  readonly title: string;
  readonly subject: Job['subject'];
  readonly input: unknown;
  readonly state: JobState;
  readonly reason: string | null;
  readonly output: string | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}
export type NewJob = Pick<JobRow, 'id' | 'kind' | 'title' | 'subject' | 'input' | 'createdAt'>;
/** The columns that change in a job's life. */
export type JobChange = Partial<Pick<JobRow, 'state' | 'reason' | 'output' | 'startedAt' | 'endedAt'>>;

interface RawJob extends Omit<JobRow, 'subject' | 'input'> {
  readonly run: string | null;
  readonly model: string | null;
  readonly split: string | null;
  readonly input: string;
}

const columns = `id, queue_order AS queueOrder, kind, title, run_id AS run, model_id AS model, split, input, state, reason,
  output, created_at AS createdAt, started_at AS startedAt, ended_at AS endedAt`;
const ended = "('finished', 'stopped', 'failed')";
/** Named, not "none of the ended", so that the index finds them. */
const active = "('queued', 'running', 'paused', 'stopping')";
/** Ended jobs that are kept to be looked at, beside those of runs and prediction sets. */
const keptEnded = 100;

const toRow = ({ run, model, split, input, ...row }: RawJob): JobRow => ({
  ...row,
  subject: { run, model, split },
  input: JSON.parse(input) as unknown,
});

/** The project's jobs that outlive a process. */
export class JobRepository {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  get(id: string): JobRow | undefined {
    const row = this.#db.prepare<[string], RawJob>(`SELECT ${columns} FROM jobs WHERE id = ?`).get(id);
    return row && toRow(row);
  }

  /** Those that have not ended, oldest first. */
  active(): readonly JobRow[] {
    return this.#db
      .prepare<[], RawJob>(`SELECT ${columns} FROM jobs WHERE state IN ${active} ORDER BY queue_order`)
      .all()
      .map(toRow);
  }

  /** Those that have ended and were not dismissed, newest first. */
  recent(limit: number): readonly JobRow[] {
    return this.#db
      .prepare<[number], RawJob>(
        `SELECT ${columns} FROM jobs WHERE state IN ${ended} AND dismissed = 0 ORDER BY ended_at DESC, queue_order DESC LIMIT ?`,
      )
      .all(limit)
      .map(toRow);
  }

  /** Adds a queued job at the end and drops the oldest ended ones that nothing belongs to. */
  insert(job: NewJob): JobRow {
    const { run, model, split } = job.subject;
    this.#db
      .prepare(
        `INSERT INTO jobs (id, queue_order, kind, title, run_id, model_id, split, input, state, created_at)
         VALUES (?, (SELECT coalesce(max(queue_order), 0) + 1 FROM jobs), ?, ?, ?, ?, ?, ?, 'queued', ?)`,
      )
      .run(job.id, job.kind, job.title, run, model, split, JSON.stringify(job.input), job.createdAt);
    this.#db
      .prepare(
        `DELETE FROM jobs WHERE id IN (
           SELECT id FROM jobs WHERE state IN ${ended} AND NOT EXISTS (SELECT 1 FROM runs WHERE job_id = jobs.id)
             AND NOT EXISTS (SELECT 1 FROM prediction_sets WHERE job_id = jobs.id)
           ORDER BY queue_order DESC LIMIT -1 OFFSET ${keptEnded})`,
      )
      .run();
    return this.get(job.id)!;
  }

  update(id: string, change: JobChange): void {
    const names = { state: 'state', reason: 'reason', output: 'output', startedAt: 'started_at', endedAt: 'ended_at' };
    const keys = Object.keys(change) as (keyof JobChange)[];
    this.#db
      .prepare(`UPDATE jobs SET ${keys.map((key) => `${names[key]} = ?`).join(', ')} WHERE id = ?`)
      .run(...keys.map((key) => change[key] ?? null), id);
  }

  dismiss(id: string): void {
    this.#db.prepare(`UPDATE jobs SET dismissed = 1 WHERE id = ? AND state IN ${ended}`).run(id);
  }
}
