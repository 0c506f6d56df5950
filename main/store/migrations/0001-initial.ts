import type { Migration } from './migration.ts';

/** The first schema: images and captions, the edit log, the graph cache, runs and predictions. */
export const initial: Migration = {
  version: 1,
  title: 'initial schema',
  up(db) {
    db.exec(`
      CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

      -- path is relative to the project's folder where the two share a root; absolute_path is where the file was when it
      -- was last seen, tried second. drafts, reviewed and flagged count the image's captions by status: derived, kept by
      -- the caption repository, so that filters and cards need no join at 750,000 captions.
      CREATE TABLE images (
        id INTEGER PRIMARY KEY,
        path TEXT NOT NULL UNIQUE,
        absolute_path TEXT NOT NULL,
        file_name TEXT NOT NULL,
        name_key TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        class TEXT,
        split TEXT NOT NULL,
        source_id TEXT,
        missing INTEGER NOT NULL DEFAULT 0,
        drafts INTEGER NOT NULL DEFAULT 0,
        reviewed INTEGER NOT NULL DEFAULT 0,
        flagged INTEGER NOT NULL DEFAULT 0
      ) STRICT;
      CREATE INDEX images_by_name ON images (name_key);
      CREATE INDEX images_by_class ON images (class, name_key);
      CREATE INDEX images_by_split ON images (split);
      CREATE INDEX images_by_sha256 ON images (sha256);

      CREATE TABLE captions (
        id INTEGER PRIMARY KEY,
        image_id INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        text TEXT NOT NULL,
        status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'reviewed', 'flagged')),
        edited_at TEXT
      ) STRICT;
      CREATE INDEX captions_by_image ON captions (image_id, position);

      -- One row an image, holding its file name and all its captions: a search gives image ids without a join.
      CREATE VIRTUAL TABLE image_text USING fts5 (
        text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
      );

      -- state: done, undone (can be redone) or dropped (a new edit was made after the undo).
      CREATE TABLE edits (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        author TEXT NOT NULL,
        label TEXT NOT NULL,
        image_id INTEGER REFERENCES images (id) ON DELETE SET NULL,
        state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('done', 'undone', 'dropped'))
      ) STRICT;
      CREATE INDEX edits_by_state ON edits (state, id);
      -- before and after are the caption's row as JSON, null for a caption that was not there.
      CREATE TABLE edit_changes (
        edit_id INTEGER NOT NULL REFERENCES edits (id) ON DELETE CASCADE,
        caption_id INTEGER NOT NULL,
        before TEXT,
        after TEXT,
        PRIMARY KEY (edit_id, caption_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX edit_changes_by_caption ON edit_changes (caption_id);

      CREATE TABLE graphs (
        parser TEXT NOT NULL,
        version TEXT NOT NULL,
        text TEXT NOT NULL,
        graph TEXT NOT NULL,
        PRIMARY KEY (parser, version, text)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE runs (
        id TEXT PRIMARY KEY,
        queue_order INTEGER NOT NULL,
        name TEXT NOT NULL,
        preset TEXT NOT NULL,
        model_id TEXT NOT NULL,
        state TEXT NOT NULL
          CHECK (state IN ('queued', 'running', 'paused', 'stopping', 'stopped', 'finished', 'failed')),
        reason TEXT,
        created_at TEXT NOT NULL,
        finished_at TEXT,
        train_images INTEGER NOT NULL,
        val_images INTEGER NOT NULL,
        config TEXT NOT NULL,
        device TEXT
      ) STRICT;
      CREATE TABLE run_points (
        run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        point INTEGER NOT NULL,
        phase TEXT NOT NULL,
        step INTEGER NOT NULL,
        epoch REAL NOT NULL,
        figures TEXT NOT NULL,
        PRIMARY KEY (run_id, point)
      ) STRICT, WITHOUT ROWID;
      -- image_id is the frozen dataset's, which may outlive the image: no foreign key.
      CREATE TABLE run_samples (
        id INTEGER PRIMARY KEY,
        run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        image_id INTEGER NOT NULL,
        epoch REAL NOT NULL,
        phase TEXT NOT NULL,
        caption TEXT NOT NULL
      ) STRICT;
      CREATE INDEX run_samples_by_run ON run_samples (run_id, image_id, id);
      CREATE TABLE checkpoints (
        run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        saved INTEGER NOT NULL,
        name TEXT NOT NULL,
        phase TEXT NOT NULL,
        epoch REAL NOT NULL,
        step INTEGER NOT NULL,
        directory TEXT NOT NULL,
        metrics TEXT NOT NULL,
        best INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        PRIMARY KEY (run_id, name)
      ) STRICT, WITHOUT ROWID;

      -- model_version names the checkpoint, images_key the images that were captioned: either changing makes a set stale.
      CREATE TABLE prediction_sets (
        id INTEGER PRIMARY KEY,
        model_id TEXT NOT NULL,
        model_version TEXT NOT NULL,
        split TEXT NOT NULL,
        decoding TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'failed')),
        reason TEXT,
        total INTEGER NOT NULL,
        images_key TEXT NOT NULL,
        created_at TEXT NOT NULL,
        UNIQUE (model_id, split, decoding)
      ) STRICT;
      CREATE TABLE predictions (
        set_id INTEGER NOT NULL REFERENCES prediction_sets (id) ON DELETE CASCADE,
        image_id INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
        caption TEXT NOT NULL,
        PRIMARY KEY (set_id, image_id)
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
