import type { Migration } from './migration.ts';

/**
 * Jobs that outlive a process stand in the project. What was kept of them with runs and prediction sets (state, reason, end)
 * moves to their job: one place says what became of a piece of work. The references themselves (`baseline-human`) need no
 * job: such a set is finished, or it goes, for it is made again in a moment.
 */
export const jobs: Migration = {
  version: 3,
  title: 'jobs',
  up(db) {
    db.exec(`
      -- input is what the kind needs to carry the job out again after a restart, as JSON of the kind's own schema.
      -- run_id, model_id and split say what it works for; they are shown and may outlive what they name: no foreign keys.
      CREATE TABLE jobs (
        id TEXT PRIMARY KEY,
        queue_order INTEGER NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        title TEXT NOT NULL,
        run_id TEXT,
        model_id TEXT,
        split TEXT,
        input TEXT NOT NULL CHECK (json_valid(input)),
        state TEXT NOT NULL
          CHECK (state IN ('queued', 'running', 'paused', 'stopping', 'stopped', 'finished', 'failed')),
        reason TEXT,
        output TEXT,
        created_at TEXT NOT NULL,
        started_at TEXT,
        ended_at TEXT,
        dismissed INTEGER NOT NULL DEFAULT 0 CHECK (dismissed IN (0, 1))
      ) STRICT;
      CREATE INDEX jobs_by_state ON jobs (state, queue_order);

      INSERT INTO jobs (id, queue_order, kind, title, run_id, model_id, input, state, reason, created_at, started_at, ended_at)
        SELECT 'job-' || id, queue_order, 'training', 'Train "' || name || '"', id, model_id, json_object('runId', id),
               state, reason, created_at, CASE state WHEN 'queued' THEN NULL ELSE created_at END, finished_at
        FROM runs ORDER BY queue_order;
      DELETE FROM prediction_sets WHERE model_id = 'baseline-human' AND state <> 'finished';
      INSERT INTO jobs (id, queue_order, kind, title, model_id, split, input, state, reason, created_at, started_at, ended_at)
        SELECT 'job-set-' || id,
               (SELECT coalesce(max(queue_order), 0) FROM jobs) + row_number() OVER (ORDER BY created_at, id),
               'captioning', 'Caption ' || split || ' with ' || model_id, model_id, split,
               json_object('setId', id, 'modelId', model_id, 'split', split, 'strategy', CASE WHEN decoding LIKE 'beam%' THEN 'beam' ELSE 'greedy' END),
               state, reason, created_at, created_at, CASE state WHEN 'running' THEN NULL ELSE created_at END
        FROM prediction_sets WHERE model_id <> 'baseline-human';

      ALTER TABLE runs ADD COLUMN job_id TEXT REFERENCES jobs (id);
      UPDATE runs SET job_id = 'job-' || id;
      CREATE INDEX runs_by_job ON runs (job_id);
      ALTER TABLE runs DROP COLUMN state;
      ALTER TABLE runs DROP COLUMN reason;
      ALTER TABLE runs DROP COLUMN finished_at;
      ALTER TABLE prediction_sets ADD COLUMN job_id TEXT REFERENCES jobs (id);
      UPDATE prediction_sets SET job_id = 'job-set-' || id WHERE model_id <> 'baseline-human';
      CREATE INDEX prediction_sets_by_job ON prediction_sets (job_id);
      ALTER TABLE prediction_sets DROP COLUMN state;
      ALTER TABLE prediction_sets DROP COLUMN reason;
    `);
  },
};
