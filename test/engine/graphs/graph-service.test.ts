import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { GraphService } from '../../../main/engine/graphs/graph-service.ts';
import type { GraphParser } from '../../../main/scene-graph/parser.ts';
import { createRuleParser } from '../../../main/scene-graph/rule-parser.ts';
import { ProjectStore } from '../../../main/store/project-store.ts';
import { awkwardFolder, resources } from '../support/test-engine.ts';

const parser = createRuleParser(resources);
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
  const service = new GraphService(() => parser);
  const graphs = await service.graphsOf(['a river', 'two boats', 'a river'], store.graphs);
  expect(graphs.map(({ objects }) => objects[0]!.name)).toEqual(['river', 'boat', 'river']);
  const { version } = service.parser;
  expect(rows()).toEqual([
    [version, 'a river'],
    [version, 'two boats'],
  ]);
});

it('a graph that is kept is used as it is', async () => {
  const service = new GraphService(() => parser);
  const kept = { objects: [], relations: [] };
  store.graphs.put(service.parser.id, service.parser.version, [{ text: 'a river', graph: kept }]);
  expect(await service.graphsOf(['a river'], store.graphs)).toEqual([kept]);
});

it('graphs of an older version of the parser are not used, and go', async () => {
  const service = new GraphService(() => parser);
  const { id, version } = service.parser;
  store.graphs.put(id, 'older', [{ text: 'a river', graph: { objects: [], relations: [] } }]);
  const [graph] = await service.graphsOf(['a river'], store.graphs);
  expect(graph!.objects).toHaveLength(1);
  expect(rows()).toEqual([[version, 'a river']]);
});

it('more texts than one batch leave others their turn between batches', async () => {
  const service = new GraphService(() => parser);
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

it('a cancelled filling keeps what was done, tells what is left, and goes on from there', async () => {
  const service = new GraphService(() => parser);
  const texts = Array.from({ length: 200 }, (_, i) => `${i} cars beside a river`);
  const stop = new AbortController();
  const progress: number[] = [];
  const first = await service.fill(texts, store.graphs, {
    turn: async () => stop.signal.throwIfAborted(),
    progress: (done) => {
      progress.push(done);
      if (progress.length === 2) stop.abort();
    },
  });
  expect(first).toEqual({ parsed: 128, left: 72 });
  expect(rows()).toHaveLength(128);
  expect(await service.fill(texts, store.graphs, {})).toEqual({ parsed: 72, left: 0 });
});

it('another parser reads anew, and the graphs of the first are there when it is taken again', async () => {
  const empty = { objects: [], relations: [] };
  const other = {
    id: 'other',
    version: '1',
    title: 'Other',
    parse: async (texts: readonly string[]) => texts.map(() => empty),
  };
  let current: GraphParser = parser;
  const service = new GraphService(() => current);
  const [graph] = await service.graphsOf(['a river'], store.graphs);
  current = other;
  expect(await service.graphsOf(['a river'], store.graphs)).toEqual([empty]);
  current = parser;
  expect(await service.graphsOf(['a river'], store.graphs)).toEqual([graph]);
  expect(rows()).toHaveLength(2);
});
