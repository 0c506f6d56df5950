import type { Migration } from './migration.ts';

/** Annotations besides captions: graphs corrected by hand, objects counted by a detector. */
export const graphCorrectionsAndDetections: Migration = {
  version: 2,
  title: 'graph corrections and detections',
  up(db) {
    db.exec(`
      -- By text, as the graphs of parsers are: the correction is there again when the text is.
      CREATE TABLE graph_corrections (
        text TEXT PRIMARY KEY,
        graph TEXT NOT NULL,
        author TEXT NOT NULL,
        at TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      -- before and after are {graph, author, at} as JSON, null where the parser's graph held.
      CREATE TABLE edit_graphs (
        edit_id INTEGER NOT NULL REFERENCES edits (id) ON DELETE CASCADE,
        text TEXT NOT NULL,
        before TEXT,
        after TEXT,
        PRIMARY KEY (edit_id, text)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE detection_sources (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        format TEXT NOT NULL,
        file TEXT NOT NULL,
        min_score REAL NOT NULL,
        imported_at TEXT NOT NULL
      ) STRICT;
      CREATE TABLE detections (
        image_id INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
        source_id INTEGER NOT NULL REFERENCES detection_sources (id) ON DELETE CASCADE,
        object TEXT NOT NULL,
        count INTEGER NOT NULL CHECK (count > 0),
        PRIMARY KEY (image_id, source_id, object)
      ) STRICT, WITHOUT ROWID;
      -- Removing a source must not search all images.
      CREATE INDEX detections_by_source ON detections (source_id);
    `);
  },
};
