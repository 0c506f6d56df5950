import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { snapshotName, writeSnapshot } from '../../../main/jobs/dataset-snapshot.ts';
import { readSnapshot } from '../../../main/worker/jobs/read-snapshot.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir-snapshot-'));
});
const image = (id: number) => ({ id, path: `/images/${id}.png`, split: 'train', class: null, captions: ['A "tree".'] });
const ontology = { same: [['tree', 'oak']], near: [], predicates: [], different: [] };
const graph = { objects: [{ name: 'oak', surface: 'tree', spans: [], count: null, attributes: [] }], relations: [] };

it('what the engine writes is what the worker reads: more than one batch, the ontology, corrections, detections', async () => {
  const images = [...Array.from({ length: 1001 }, (_, i) => image(i)), { ...image(2000), detected: { ship: 2 } }];
  const corrections = { 'A "tree".': graph, constructor: graph };
  const file = await writeSnapshot(folder, images, { ontology, corrections });
  const snapshot = readSnapshot(file);
  expect(snapshot.images).toEqual(images);
  expect(snapshot.ontology).toEqual(ontology);
  expect(Object.entries(snapshot.corrections)).toEqual(Object.entries(corrections));
});

it('an older snapshot, of images alone, is read: bundled groups, no corrections', () => {
  const file = path.join(folder, snapshotName);
  writeFileSync(file, JSON.stringify({ images: [image(1)] }));
  expect(readSnapshot(file)).toEqual({ images: [image(1)], ontology: null, corrections: {} });
});

it('a damaged one is an error that names it', () => {
  const file = path.join(folder, snapshotName);
  writeFileSync(file, '{"images": [{"id": "one"}]}');
  expect(() => readSnapshot(file)).toThrow(
    expect.objectContaining({ code: 'malformed_file', message: expect.stringContaining(file) }),
  );
});
