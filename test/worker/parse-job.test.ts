import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { forkedWorkers } from '../../main/jobs/forked-worker.ts';
import { ResidentParser } from '../../main/jobs/resident-parser.ts';
import type { WorkerStarter } from '../../main/jobs/worker-port.ts';
import { saveParserModel } from '../../main/models/graph-parser/folder.ts';
import { graphProblems } from '../../main/scene-graph/graph.ts';
import { openCaptionReader } from '../../main/worker/parsing/caption-readers.ts';
import { awkwardFolder, startEngine } from '../engine/support/test-engine.ts';
import { smallParser } from '../models/graph-parser/small-parser.ts';
import { workerEntry } from './support.ts';

const resources = path.join(import.meta.dirname, '../../resources');
let folder: string;
beforeAll(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'nadir-parse-')), 'a parser é');
  const model = smallParser(4);
  saveParserModel(model, folder, 'F16');
  model.network.dispose();
});
afterAll(() => rmSync(path.dirname(folder), { recursive: true }));

const startWorker = forkedWorkers({ entry: workerEntry });
const texts = ['a car on a road', '', 'two trees. a house \u0000 by the road', '🏠', 'tree '.repeat(500)];

it('a real process answers as often as it is asked, the same each time, with graphs whose spans lie in their text', async () => {
  const parser = new ResidentParser(startWorker, { modelDirectory: folder, resourcesDirectory: resources });
  const first = await parser.parseFully(texts);
  expect(await parser.parseFully(texts)).toEqual(first);
  expect(first.graphs).toHaveLength(texts.length);
  expect(first.graphs[1]).toEqual({ objects: [], relations: [] });
  for (const [at, graph] of first.graphs.entries()) expect(graphProblems(graph, texts[at]!)).toEqual([]);
  await parser.close();
});

it('a folder with a name and no weights fails with the file, and the process is gone', async () => {
  const empty = path.join(path.dirname(folder), 'empty');
  const model = smallParser();
  saveParserModel(model, empty, 'F16');
  model.network.dispose();
  rmSync(path.join(empty, 'model.safetensors'));
  const parser = new ResidentParser(startWorker, { modelDirectory: empty, resourcesDirectory: resources });
  await expect(parser.parse(['a road'])).rejects.toThrow(/empty.*model\.safetensors/);
  await parser.close();
});

it('a folder of another model is refused with the models that do read captions', () => {
  const other = path.join(path.dirname(folder), 'other');
  mkdirSync(other);
  writeFileSync(path.join(other, 'config.json'), '{"model":"nadir-mini"}');
  expect(() => openCaptionReader(other, resources)).toThrow(/"nadir-mini", which reads no captions.*graph-parser, t5/);
});

it('an engine that was given the parser reads captions with it and names it, and closing ends its process', async () => {
  const { directory, remove } = awkwardFolder();
  const exits: unknown[] = [];
  const watched: WorkerStarter = () => {
    const port = startWorker();
    port.onExit((exit) => exits.push(exit));
    return port;
  };
  const { api, engine } = startEngine(directory, watched, { graphParserDirectory: folder });
  const [graph] = await api.graphs.parse({ texts: ['a car on a road'] });
  const parser = new ResidentParser(startWorker, { modelDirectory: folder, resourcesDirectory: resources });
  expect(graph).toEqual((await parser.parse(['a car on a road']))[0]);
  await parser.close();
  await engine.close();
  await expect.poll(() => exits.length).toBe(1);
  remove();
});
