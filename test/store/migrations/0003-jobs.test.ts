import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { migrate } from '../../../main/store/migrate.ts';
import { migrations } from '../../../main/store/migrations/catalog.ts';
import { applicationId } from '../../../main/store/project-header.ts';
import { ProjectStore } from '../../../main/store/project-store.ts';
import { addJob, temporaryFile } from '../support.ts';

let file: string;
let old: Database.Database;
let store: ProjectStore | undefined;
beforeEach(() => {
  file = temporaryFile();
  old = new Database(file);
  old.pragma(`application_id = ${applicationId}`);
  old.pragma('foreign_keys = ON');
  migrate(old, file, migrations.slice(0, 2), () => undefined);
});
afterEach(() => {
  old.close();
  store?.close();
  store = undefined;
});
/** The project of format 2, opened by a Nadir of today. */
const migrated = (): ProjectStore => {
  old.close();
  store = ProjectStore.open(file);
  return store;
};
const states = ['queued', 'running', 'paused', 'stopping', 'finished', 'stopped', 'failed'] as const;
const isEnded = (state: string): boolean => ['finished', 'stopped', 'failed'].includes(state);

/** A run of format 2; its times are told apart by their day. */
const addRun = (id: string, order: number, state: string): void => {
  old
    .prepare(
      `INSERT INTO runs (id, queue_order, name, preset, model_id, state, reason, created_at, finished_at, train_images,
         val_images, config, device) VALUES (?, ?, ?, 'quick', 'nadir-mini', ?, ?, ?, ?, 3, 1, '{"seed": 7}', 'CPU')`,
    )
    .run(
      id,
      order,
      `Run ${id}`,
      state,
      state === 'failed' ? 'Out of memory.' : null,
      `2026-01-0${order}`,
      isEnded(state) ? `2026-02-0${order}` : null,
    );
};
const addSet = (id: number, state: string, decoding: string): void => {
  old
    .prepare(
      `INSERT INTO prediction_sets (id, model_id, model_version, split, decoding, state, reason, total, images_key, created_at)
       VALUES (?, 'nadir-mini', '1', 'val', ?, ?, ?, 9, 'k', ?)`,
    )
    .run(id, decoding, state, state === 'failed' ? 'Cut short.' : null, `2026-03-0${9 - id}`);
};

it('runs arrive with a job of their state, reason, order and times', () => {
  // The order of starting is not that of the ids.
  const orders = [3, 1, 2, 4, 7, 6, 5];
  for (const [at, state] of states.entries()) addRun(`r-${state}`, orders[at]!, state);
  old.exec(`INSERT INTO run_points VALUES ('r-failed', 0, 'scst', 1, 0.1, '{"loss": 1}')`);
  const { db, jobs, runs } = migrated();
  for (const [at, state] of states.entries()) {
    const order = orders[at]!;
    expect(jobs.get(`job-r-${state}`)).toEqual({
      id: `job-r-${state}`,
      queueOrder: order,
      kind: 'training',
      title: `Train "Run r-${state}"`,
      subject: { run: `r-${state}`, model: 'nadir-mini', split: null },
      input: { runId: `r-${state}` },
      state,
      reason: state === 'failed' ? 'Out of memory.' : null,
      output: null,
      createdAt: `2026-01-0${order}`,
      startedAt: state === 'queued' ? null : `2026-01-0${order}`,
      endedAt: isEnded(state) ? `2026-02-0${order}` : null,
    });
    expect(runs.get(`r-${state}`)).toMatchObject({
      state,
      jobId: `job-r-${state}`,
      reason: state === 'failed' ? 'Out of memory.' : null,
      finishedAt: isEnded(state) ? `2026-02-0${order}` : null,
      config: { seed: 7 },
      device: 'CPU',
      queueOrder: order,
    });
  }
  expect(jobs.active().map(({ state }) => state)).toEqual(['running', 'paused', 'queued', 'stopping']);
  expect(runs.points('r-failed', 0)).toHaveLength(1);
  expect(db.pragma('foreign_key_check')).toEqual([]);
});

it('prediction sets arrive with a job behind those of the runs, their captions and their decoding', () => {
  addRun('r', 4, 'finished');
  for (const [at, state] of ['running', 'finished', 'failed'].entries())
    addSet(at + 1, state, ['greedy', 'beam 5', 'baseline'][at]!);
  old.exec(`INSERT INTO images (path, absolute_path, file_name, name_key, bytes, sha256, width, height, split)
    VALUES ('a.png', '/a.png', 'a.png', 'a.png', 1, 's', 1, 1, 'val')`);
  old.exec(`INSERT INTO predictions VALUES (2, 1, 'A bay.')`);
  const { jobs, predictions, db } = migrated();
  // By their times, the newest last: set 3 is the oldest.
  expect([3, 2, 1].map((id) => jobs.get(`job-set-${id}`)?.queueOrder)).toEqual([5, 6, 7]);
  expect(jobs.get('job-set-2')).toEqual({
    id: 'job-set-2',
    queueOrder: 6,
    kind: 'captioning',
    title: 'Caption val with nadir-mini',
    subject: { run: null, model: 'nadir-mini', split: 'val' },
    input: { setId: 2, modelId: 'nadir-mini', split: 'val', strategy: 'beam' },
    state: 'finished',
    reason: null,
    output: null,
    createdAt: '2026-03-07',
    startedAt: '2026-03-07',
    endedAt: '2026-03-07',
  });
  expect(jobs.get('job-set-1')).toMatchObject({ state: 'running', endedAt: null, input: { strategy: 'greedy' } });
  expect(jobs.get('job-set-3')).toMatchObject({ state: 'failed', reason: 'Cut short.', input: { strategy: 'greedy' } });
  expect(predictions.list().map(({ id, state, reason, done }) => [id, state, reason, done])).toEqual([
    [1, 'running', null, 0],
    [2, 'finished', null, 1],
    [3, 'failed', 'Cut short.', 0],
  ]);
  expect(db.pragma('foreign_key_check')).toEqual([]);
});

it('what is now the job’s is the run’s and the set’s no more, and a project without either is migrated too', () => {
  const { db, jobs } = migrated();
  const columns = (table: string) => db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table);
  expect(columns('runs')).toEqual(expect.not.arrayContaining(['state', 'reason', 'finished_at']));
  expect(columns('prediction_sets')).toEqual(expect.not.arrayContaining(['state', 'reason']));
  expect([columns('runs'), columns('prediction_sets')].every((names) => names.includes('job_id'))).toBe(true);
  expect(jobs.recent(9)).toEqual([]);
});

it('a job that a run or a set belongs to cannot be deleted', () => {
  addRun('r', 1, 'finished');
  addSet(1, 'finished', 'greedy');
  const { db } = migrated();
  for (const id of ['job-r', 'job-set-1'])
    expect(() => db.prepare('DELETE FROM jobs WHERE id = ?').run(id)).toThrow(/FOREIGN KEY/);
});

it('jobs that have not ended are found by the index, however many have', () => {
  const { db, jobs } = migrated();
  addJob(store!, 'a', 'parsing');
  const prepare = vi.spyOn(db, 'prepare');
  expect(jobs.active()).toHaveLength(1);
  const [query] = prepare.mock.calls.at(-1)!;
  prepare.mockRestore();
  const plan = db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${query}`).all();
  expect(plan[0]!.detail).toBe('SEARCH jobs USING INDEX jobs_by_state (state=?)');
});
