import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../../main/store/migrate.ts';
import { initial } from '../../main/store/migrations/0001-initial.ts';
import { applicationId } from '../../main/store/project-header.ts';
import { ProjectStore } from '../../main/store/project-store.ts';
import { addImage, reopen, rewrite, temporaryFile } from './support.ts';

const graph = (name: string) => ({
  objects: [{ name, surface: name, spans: [[0, name.length] as const], count: null, attributes: [] }],
  relations: [],
});
const correction = (name: string) => ({ graph: graph(name), author: 'ana', at: '2026-01-02T03:04:05.000Z' });
const by = { label: 'Correct graph', author: 'ana', at: '2026-01-02T03:04:05.000Z' };

it('a project of format 1 keeps its rows, its undo and its graphs, and takes corrections and detections', () => {
  const file = temporaryFile();
  const db = new Database(file);
  db.pragma(`application_id = ${applicationId}`);
  migrate(db, file, [initial], () => undefined);
  db.exec(`
    INSERT INTO images (id, path, absolute_path, file_name, name_key, bytes, sha256, width, height, split)
      VALUES (7, 'a.png', '/a.png', 'a.png', 'a.png', 1, 'x', 1, 1, 'train');
    INSERT INTO captions (id, image_id, position, text) VALUES (3, 7, 0, 'a wide bay');
    INSERT INTO edits (id, at, author, label, image_id) VALUES (1, '2025', 'ana', 'Edit caption', 7);
    INSERT INTO edit_changes (edit_id, caption_id, before, after) VALUES (1, 3,
      '{"id":3,"imageId":7,"position":0,"text":"a bay","status":"draft","editedAt":null}',
      '{"id":3,"imageId":7,"position":0,"text":"a wide bay","status":"draft","editedAt":"2025"}');
    INSERT INTO graphs (parser, version, text, graph) VALUES ('rules', '1', 'a bay', '{"objects":[],"relations":[]}');
  `);
  db.close();
  const store = ProjectStore.open(file);
  expect(store.schemaVersion).toBeGreaterThanOrEqual(2);
  expect(store.graphs.get('rules', '1', 'a bay')).toEqual({ objects: [], relations: [] });
  expect(store.edits.undo()).toMatchObject({ label: 'Edit caption', imageIds: [7], hasGraphs: false });
  expect(store.captions.row(3)?.text).toBe('a bay');
  expect(store.edits.applyGraph(by, 7, { text: 'a bay', before: null, after: correction('bay') })).toEqual([7]);
  expect(store.graphs.corrections.get('a bay')).toEqual(correction('bay'));
  store.close();
});

it('a correction is an edit: undone and redone after a restart, between edits of captions, for every image of the text', () => {
  let store = ProjectStore.create(temporaryFile());
  addImage(store, 'a.png', ['a bay']);
  addImage(store, 'b.png', ['a bay', 'a cove']);
  const first = { text: 'a bay', before: null, after: correction('bay') };
  expect(store.edits.applyGraph(by, 1, first)).toEqual([1, 2]);
  store.edits.applyGraph(by, 1, { text: 'a bay', before: correction('bay'), after: correction('gulf') });
  rewrite(store, 3, { text: 'a wide cove' });
  store = reopen(store);
  expect(store.edits.graphHistory('a bay').map(({ author, graph: each }) => [author, each?.objects[0]?.name])).toEqual([
    ['ana', 'gulf'],
    ['ana', 'bay'],
  ]);
  expect(store.edits.state().undo).toBe('Edit caption');
  expect(store.edits.undo()).toMatchObject({ imageIds: [2], hasGraphs: false });
  expect(store.edits.undo()).toEqual({ label: 'Correct graph', imageId: 1, imageIds: [1, 2], hasGraphs: true });
  expect(store.graphs.corrections.get('a bay')).toEqual(correction('bay'));
  expect(store.edits.graphHistory('a bay')).toHaveLength(1);
  store.edits.undo();
  expect(store.graphs.corrections.get('a bay')).toBeUndefined();
  store.edits.redo();
  store.edits.redo();
  expect(store.graphs.corrections.get('a bay')).toEqual(correction('gulf'));
  store.close();
});

it('detections are kept by source: a source of the same name is replaced, the newest wins where two count an object', () => {
  const store = ProjectStore.create(temporaryFile());
  const [a, b] = [addImage(store, 'a.png', []), addImage(store, 'b.png', [])];
  const source = (name: string, importedAt: string) => ({
    name,
    format: 'yolo' as const,
    file: '/labels',
    minScore: 0.5,
    importedAt,
  });
  const counted = (imageId: number, ...objects: [string, number][]) => ({ imageId, objects: new Map(objects) });
  store.detections.replace(source('one', '2026-01-01'), [counted(a, ['plane', 2], ['car', 1]), counted(b)]);
  const two = store.detections.replace(source('two', '2026-01-02'), [counted(a, ['plane', 5])]);
  expect(store.detections.ofImage(a)).toEqual({ plane: 5, car: 1 });
  store.detections.replace(source('one', '2026-01-03'), [counted(a, ['plane', 3]), counted(b, ['ship', 4])]);
  expect(store.detections.ofImage(a)).toEqual({ plane: 3 });
  expect([...store.detections.byImage()]).toEqual([
    [a, { plane: 3 }],
    [b, { ship: 4 }],
  ]);
  expect(store.detections.sources().map(({ name, images, objects }) => [name, images, objects])).toEqual([
    ['one', 2, 7],
    ['two', 1, 5],
  ]);
  expect(store.detections.remove(two)).toEqual([a]);
  expect(store.detections.sources()).toHaveLength(1);
  const plan = store.db.prepare('EXPLAIN QUERY PLAN DELETE FROM detections WHERE source_id = 1').all();
  expect(JSON.stringify(plan)).toContain('detections_by_source');
  store.close();
});
