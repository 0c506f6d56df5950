import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forkedWorkers } from '../../../main/jobs/forked-worker.ts';
import type { WorkerStarter } from '../../../main/jobs/worker-port.ts';
import { type PlayedWorker, playedWorkers } from '../../jobs/played-worker.ts';
import { modelFacts, trainedCheckpoint } from '../../models/export/trained-checkpoint.ts';
import { writeTinyBlip } from '../../support/tiny-blip.ts';
import { tinyFolder } from '../../support/tiny-folder.ts';
import { copyTinyModel } from '../../training/tiny-models.ts';
import { smallProject, writeTinyModel } from '../support/small-project.ts';
import { awkwardFolder, startEngine, type TestEngine } from '../support/test-engine.ts';

const realWorker = forkedWorkers({ entry: path.join(import.meta.dirname, '../../../main/worker/main.ts') });
// A real process that loads TensorFlow, beside whatever else the machine does.
vi.setConfig({ testTimeout: 60_000 });

let folder: ReturnType<typeof awkwardFolder>;
let test: TestEngine;
let played: readonly PlayedWorker[];
let starter: WorkerStarter;
beforeEach(() => {
  folder = awkwardFolder();
  const workers = playedWorkers();
  played = workers.started;
  starter = workers.startWorker;
  test = startEngine(folder.directory, () => starter());
});
afterEach(async () => {
  await test.engine.close();
  folder.remove();
});

const below = (...names: string[]): string => path.join(folder.directory, ...names);
const exported = (id: string, out = below('out')) => test.api.models.export({ id, out, jobId: 'export' });
const leftovers = (): string[] => readdirSync(folder.directory).filter((name) => name.endsWith('.partial'));

/** A finished run whose best checkpoint `make` writes into the folder that it is given. */
async function finishedRun(name: string, modelId: string, make: (directory: string) => void): Promise<string> {
  await test.api.project.open({
    path: smallProject(folder.directory, [{ name: 't.png', split: 'train', captions: ['There is a forest.'] }]),
  });
  const { id } = await test.api.runs.start({ preset: 'quick', name, modelId, overrides: { start: 'fresh' } });
  const worker = played.at(-1)!;
  const directory = path.join((worker.job as { runDirectory: string }).runDirectory, 'checkpoints/ce-1');
  make(directory);
  worker.checkpoint('ce-1', 1, directory, 2.5);
  worker.done();
  await expect.poll(async () => (await test.api.runs.get({ id })).state).toBe('finished');
  return id;
}

const blip = tinyFolder('blip-caption');
describe.skipIf(!blip)('a run of a published model', () => {
  it('is exported by its id as a folder that stands alone, can be imported, and computes the same', async () => {
    const base = copyTinyModel('blip-caption', folder.directory);
    writeFileSync(path.join(base, 'README.md'), '---\nlicense: bsd-3-clause\n---\n# Base\n');
    const { id: baseId } = await test.api.models.import({ path: base });
    let expected: ReturnType<typeof modelFacts> | undefined;
    const run = await finishedRun('Harbours', baseId, (directory) => {
      trainedCheckpoint({ directory: base }, { 'lora.rank': 2 }, directory);
      expected = modelFacts({ directory });
    });
    starter = realWorker;
    const done = await exported(run);
    expect(done).toMatchObject({ path: below('out'), layout: 'hugging-face', files: 4 });
    expect(readdirSync(below('out')).sort()).toEqual(['README.md', 'config.json', 'model.safetensors', 'vocab.txt']);
    const told = test.heard('job').flatMap(({ id, progress }) => (id === 'export' && progress ? [progress] : []));
    expect(told.at(-1)).toMatchObject({ stage: 'Exporting Harbours' });
    expect(told.at(-1)!.done).toBe(told.at(-1)!.total);
    const card = readFileSync(below('out', 'README.md'), 'utf8');
    expect(card).toMatch(/^---\nlicense: bsd-3-clause\n---\n\n# Harbours\n/);
    expect(card).toContain('all weights as float32');
    expect(card).not.toContain('base.json');
    // Where things lie on this computer is nobody else's business.
    expect(card).not.toContain(folder.directory);

    await test.api.project.close({});
    await test.api.models.remove({ id: baseId });
    rmSync(base, { recursive: true });
    const again = await test.api.models.import({ path: below('out') });
    expect(again).toMatchObject({ problem: null, licence: 'bsd-3-clause', architecture: 'BLIP captioner' });
    expect(modelFacts({ directory: below('out') })).toEqual(expected);
    await expect(exported(run, below('later'))).rejects.toThrow('a run is exported while its project is open');
  });
});

const lavis = tinyFolder('lavis-t5');
describe.skipIf(!lavis)('a model of the library', () => {
  it('with fine-tuned weights over it is one folder, whose card names both by their files', async () => {
    const directory = copyTinyModel('lavis-t5', folder.directory);
    const [weights, fineTuned] = ['instruct_blip_t5_tiny.pth', 'checkpoint_1.pth'].map((name) =>
      path.join(directory, name),
    );
    const expected = modelFacts({ directory, weights: weights!, fineTuned: [fineTuned!] });
    const { id } = await test.api.models.import({ path: weights!, fineTuned: fineTuned!, licence: 'mine too' });
    starter = realWorker;
    mkdirSync(below('out'));
    expect(await exported(id)).toMatchObject({ layout: 'hugging-face' });
    const card = readFileSync(below('out', 'README.md'), 'utf8');
    expect(card).toMatch(/^---\nlicense: "mine too"\n---\n/);
    expect(card).toContain('| weights | instruct_blip_t5_tiny.pth |\n| fine-tuned by | checkpoint_1.pth |');
    expect(existsSync(below('out', 'qformer_tokenizer', 'vocab.txt'))).toBe(true);
    expect(modelFacts({ directory: below('out') }).logits).toEqual(expected.logits);
    expect((await test.api.models.import({ path: below('out') })).licence).toBe('mine too');
  });
});

describe('nadir-mini', () => {
  it('is exported in its own layout, which it says, with the card it has; it can be imported', async () => {
    const done = await exported('nadir-mini');
    expect(done).toMatchObject({ layout: 'nadir-mini', path: below('out') });
    const names = ['README.md', 'config.json', 'model.safetensors', 'vocabulary.json'];
    expect(readdirSync(below('out'))).toEqual(expect.arrayContaining(names));
    expect(done.files).toBe(readdirSync(below('out')).length);
    expect(await test.api.models.import({ path: below('out') })).toMatchObject({ problem: null });
    expect(played).toHaveLength(0);
  });

  it('that a run trained has the run’s card', async () => {
    const run = await finishedRun('Fields', 'none', writeTinyModel);
    expect(await exported(run)).toMatchObject({ layout: 'nadir-mini' });
    expect(readFileSync(below('out', 'README.md'), 'utf8')).toContain('# Fields');
  });
});

describe('an export', () => {
  const library = async (): Promise<string> =>
    (await test.api.models.import({ path: writeTinyBlip(below('blip')) })).id;
  const worker = async (): Promise<PlayedWorker> => {
    await expect.poll(() => played.length).toBe(1);
    return played[0]!;
  };
  /** The worker's folder, with something in it. */
  const begun = (of: PlayedWorker): string => {
    const { directory } = of.job as { directory: string };
    mkdirSync(directory);
    writeFileSync(path.join(directory, 'model.safetensors'), 'half');
    return directory;
  };

  it('that is cancelled tells its worker to stop and leaves nothing, not even a folder made for it', async () => {
    const result = exported(await library(), below('new', 'deeper', 'out'));
    const busy = await worker();
    begun(busy);
    busy.onRequest = ({ type }) => type === 'stop' && busy.done(true);
    await test.api.jobs.stop({ id: 'export' });
    await expect(result).rejects.toThrow('Cancelled');
    expect(existsSync(below('new'))).toBe(false);
    expect(leftovers()).toEqual([]);
  });

  it('whose worker is killed says so and leaves nothing', async () => {
    const result = exported(await library());
    const busy = await worker();
    begun(busy);
    busy.exit({ code: null, signal: 'SIGKILL' });
    await expect(result).rejects.toThrow(
      'The process that wrote the model was ended by SIGKILL, perhaps because memory',
    );
    expect(existsSync(below('out'))).toBe(false);
    expect(leftovers()).toEqual([]);
  });

  it('that fails names the folder that was chosen, not the one it is made in', async () => {
    const result = exported(await library());
    const busy = await worker();
    const directory = begun(busy);
    busy.say({ type: 'failed', code: 'disk_full', message: `${directory}/model.safetensors: The disk is full.` });
    await expect(result).rejects.toThrow(`${below('out')}/model.safetensors: The disk is full.`);
    expect(leftovers()).toEqual([]);
  });

  it('never goes into a folder that holds something, over a file, or where something comes meanwhile', async () => {
    const id = await library();
    mkdirSync(below('full'));
    writeFileSync(below('full', 'thesis.docx'), 'precious');
    await expect(exported(id, below('full'))).rejects.toThrow('already holds files (thesis.docx). Choose a new');
    await expect(exported(id, below('full', 'thesis.docx'))).rejects.toThrow('is a file');
    expect(played).toHaveLength(0);
    const result = exported(id);
    const busy = await worker();
    begun(busy);
    mkdirSync(below('out'));
    copyFileSync(below('full', 'thesis.docx'), below('out', 'thesis.docx'));
    busy.done();
    await expect(result).rejects.toThrow('Something else came to');
    expect(readdirSync(below('out'))).toEqual(['thesis.docx']);
    expect(leftovers()).toEqual([]);
  });

  it('never goes into the project’s own folder or among the downloads', async () => {
    const run = await finishedRun('Fields', 'none', writeTinyModel);
    await expect(exported(run, below('small.nadir.files', 'mine'))).rejects.toThrow('belongs to the project itself');
    const { directory } = await test.api.models.storage({});
    await expect(exported(run, path.join(directory, 'mine'))).rejects.toThrow('where downloaded models are kept');
  });

  it('of what is not a model, or of one that cannot be used, says so', async () => {
    const id = await library();
    await expect(exported('gone')).rejects.toThrow(
      /no model "gone" in the library; a run is exported while.*nadir-mini/,
    );
    const run = await finishedRun('Fields', 'none', writeTinyModel);
    await expect(exported('baseline-human')).rejects.toThrow('is a baseline');
    await expect(exported('run-of-yesterday')).rejects.toThrow(run);
    rmSync(below('blip', 'vocab.txt'));
    await expect(exported(id)).rejects.toThrow(/"blip" cannot be exported\. .*holds no tokenizer/);
  });
});
