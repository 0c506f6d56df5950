import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ResidentParser } from '../../main/jobs/resident-parser.ts';
import { PlayedWorker } from './played-worker.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir-resident-'));
  writeFileSync(path.join(folder, 'config.json'), '{"model":"graph-parser","version":1,"release":"7"}');
});
afterAll(() => rmSync(folder, { recursive: true }));

const directories = (): { modelDirectory: string; resourcesDirectory: string } => ({
  modelDirectory: folder,
  resourcesDirectory: folder,
});
const empty = { objects: [], relations: [] };

/** A worker that answers each request with one empty graph a text, whose FACTUAL form is the text itself. */
function answering(): PlayedWorker {
  const worker = new PlayedWorker();
  worker.onRequest = (request) => {
    if (request.type === 'parse')
      worker.say({ type: 'graphs', id: request.id, graphs: request.texts.map(() => empty), factual: request.texts });
    if (request.type === 'stop') worker.done(true);
  };
  return worker;
}

it('is named by its folder, without a process', () => {
  const parser = new ResidentParser(() => {
    throw new Error('No process was asked for.');
  }, directories());
  expect([parser.id, parser.version]).toEqual(['graph-parser', '7']);
});

it('a folder without a parser is named', () => {
  const nowhere = path.join(folder, 'nowhere');
  expect(() => new ResidentParser(() => new PlayedWorker(), { ...directories(), modelDirectory: nowhere })).toThrow(
    /nowhere/,
  );
});

it('one process answers all requests in their order, however many texts they have', async () => {
  const workers: PlayedWorker[] = [];
  const parser = new ResidentParser(() => {
    workers.push(answering());
    return workers.at(-1)!;
  }, directories());
  const many = Array.from({ length: 600 }, (_, at) => `text ${at}`);
  const [first, second] = await Promise.all([parser.parseFully(many), parser.parseFully(['another'])]);
  expect(first.factual).toEqual(many);
  expect(first.graphs).toHaveLength(600);
  expect(second.factual).toEqual(['another']);
  expect(await parser.parse([])).toEqual([]);
  expect(workers).toHaveLength(1);
  await parser.close();
});

it('a process that dies fails what waits for it, with how it died; the next request starts another', async () => {
  const workers: PlayedWorker[] = [];
  const parser = new ResidentParser(() => {
    workers.push(workers.length === 0 ? new PlayedWorker() : answering());
    return workers.at(-1)!;
  }, directories());
  const waiting = parser.parse(['a road']);
  workers[0]!.exit({ code: null, signal: 'SIGKILL' });
  await expect(waiting).rejects.toThrow(/graph parser was ended by SIGKILL/);
  expect(await parser.parse(['a road'])).toEqual([empty]);
  expect(workers).toHaveLength(2);
});

it('a parser that cannot be loaded says why', async () => {
  const worker = new PlayedWorker();
  worker.onRequest = (request) => {
    if (request.type === 'start') worker.say({ type: 'failed', code: 'malformed_file', message: 'no weights' });
  };
  const parser = new ResidentParser(() => worker, directories());
  await expect(parser.parse(['a road'])).rejects.toThrow(/no weights/);
});
