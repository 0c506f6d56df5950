import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { GraphService } from '../../main/engine/graph-service.ts';
import { ProjectStore } from '../../main/store/project-store.ts';
import { awkwardFolder, resources } from './support/test-engine.ts';

let folder: ReturnType<typeof awkwardFolder>;
let store: ProjectStore;
beforeEach(() => {
  folder = awkwardFolder();
  store = ProjectStore.create(path.join(folder.directory, 'graphs.nadir'));
});
afterEach(() => {
  store.close();
  folder.remove();
});
const rows = () => store.db.prepare('SELECT version, text FROM graphs ORDER BY text').raw().all();

it('texts come back in their order, each parsed once, and are kept for the next time', async () => {
  const service = new GraphService(resources);
  const graphs = await service.graphsOf(['a river', 'two boats', 'a river'], store.graphs);
  expect(graphs.map(({ objects }) => objects[0]!.name)).toEqual(['river', 'boat', 'river']);
  const { version } = service.parser;
  expect(rows()).toEqual([
    [version, 'a river'],
    [version, 'two boats'],
  ]);
});

it('a graph that is kept is used as it is', async () => {
  const service = new GraphService(resources);
  const kept = { objects: [], relations: [] };
  store.graphs.put(service.parser.id, service.parser.version, [{ text: 'a river', graph: kept }]);
  expect(await service.graphsOf(['a river'], store.graphs)).toEqual([kept]);
});

it('graphs of an older version of the parser are not used, and go', async () => {
  const service = new GraphService(resources);
  const { id, version } = service.parser;
  store.graphs.put(id, 'older', [{ text: 'a river', graph: { objects: [], relations: [] } }]);
  const [graph] = await service.graphsOf(['a river'], store.graphs);
  expect(graph!.objects).toHaveLength(1);
  expect(rows()).toEqual([[version, 'a river']]);
});

it('more texts than one batch leave others their turn between batches', async () => {
  const service = new GraphService(resources);
  await service.graphsOf(['warm up'], null);
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 0);
  await service.graphsOf(
    Array.from({ length: 640 }, (_, i) => `${i} cars beside ${i + 1} houses near a river`),
    null,
  );
  clearInterval(timer);
  expect(turns).toBeGreaterThanOrEqual(5);
});
