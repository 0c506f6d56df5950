import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import type { Job } from '../../preload/contract/jobs.ts';
import { awkwardFolder, sample } from '../engine/support/test-engine.ts';
import { runNadir } from './support/run-nadir.ts';

// Real trainings beside whatever else the machine does.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

/** The real thing: worker processes with TensorFlow, on the sample project, from new weights. */
let folder: ReturnType<typeof awkwardFolder>;
let run: TrainDocument;
const nadir = (...args: string[]) => runNadir(folder.directory, args);
const inFolder = (name: string) => path.join(folder.directory, name);
const shortRun = ['--set', 'start=fresh', 'views=1', 'minimumWordCount=2', 'crossEntropy.epochs=2', 'scst.epochs=1'];

interface TrainDocument {
  readonly run: string;
  readonly state: string;
  readonly reason: string | null;
  readonly best_checkpoint: { readonly name: string; readonly metrics: Record<string, number> } | null;
  readonly checkpoints: readonly { readonly name: string; readonly phase: string; readonly best: boolean }[];
  readonly history: readonly { readonly phase: string; readonly values: Record<string, number> }[];
}

beforeAll(async () => {
  folder = awkwardFolder();
  await nadir('create', 'p.nadir');
  const source = ['--captions', path.join(sample, 'dataset.json'), '--images', path.join(sample, 'images')];
  await nadir('import', 'p.nadir', '--format', 'karpathy', ...source);
  const { code, stderr, stdout } = await nadir(
    'train',
    'p.nadir',
    '--preset',
    'quick',
    ...shortRun,
    '--name',
    'short',
    '--json',
  );
  expect(code, stderr).toBe(0);
  run = JSON.parse(stdout) as TrainDocument;
});
afterAll(() => folder.remove());

it('train prints the run, its best checkpoint and the history of both phases', () => {
  expect(run).toMatchObject({ state: 'finished', reason: null });
  expect(run.best_checkpoint).toEqual(run.checkpoints.find(({ best }) => best));
  expect(run.best_checkpoint!.metrics.cider).toBeGreaterThanOrEqual(0);
  expect([...new Set(run.history.map(({ phase }) => phase))]).toEqual(['cross-entropy', 'scst']);
  const losses = run.history.filter(({ phase }) => phase === 'cross-entropy').map(({ values }) => values.loss!);
  expect(losses.at(-1)).toBeLessThan(losses[0]!);
});

it('eval prints the metrics of a run and of a baseline, which agree with its best checkpoint’s where rules read both', async () => {
  // A run judges its checkpoints by graphs that the rules read; eval takes the parser that is chosen, and so the rules.
  vi.stubEnv('NADIR_GRAPH_PARSER', 'rules');
  onTestFinished(() => void vi.unstubAllEnvs());
  const { code, stdout, stderr } = await nadir('eval', 'p.nadir', '--model', run.run, '--split', 'val', '--json');
  expect(code, stderr).toBe(0);
  const document = JSON.parse(stdout);
  expect(document).toMatchObject({ model: run.run, split: 'val', images: 21 });
  const keys = [
    'bleu_1',
    'bleu_2',
    'bleu_3',
    'bleu_4',
    'rouge_l',
    'cider',
    'oversight_rate',
    'hallucination_rate',
    'mean_length',
  ];
  for (const key of keys) {
    const judged = run.best_checkpoint!.metrics[key];
    if (judged === undefined) expect(document.metrics[key], key).toBeNull();
    else expect(document.metrics[key], key).toBeCloseTo(judged, 6);
  }
  const oracle = await nadir('eval', 'p.nadir', '--model', 'baseline-class-oracle', '--split', 'val', '--json');
  // One caption a class, and the val split holds one image of each of the 21 classes.
  expect(oracle.json<{ metrics: Record<string, number> }>().metrics.distinct_captions).toBe(21);
});

it('caption and compare write what they say, the run is listed, and the model is exported with its card', async () => {
  const predictions = inFolder('out/p.json');
  const captioned = await nadir(
    'caption',
    'p.nadir',
    '--model',
    run.run,
    '--split',
    'val',
    '--strategy',
    'beam',
    '--out',
    predictions,
    '--json',
  );
  expect(captioned.json()).toMatchObject({ captions: 21, out: predictions });
  expect(JSON.parse(readFileSync(predictions, 'utf8'))).toHaveLength(21);
  const models = (await nadir('models', 'p.nadir', '--json')).json<{ id: string; title: string }[]>();
  expect(models).toContainEqual(expect.objectContaining({ id: run.run, title: 'short' }));
  const out = inFolder('out/compared.json');
  const compared = await nadir(
    'compare',
    'p.nadir',
    '--models',
    `${run.run},baseline-class-template`,
    '--split',
    'val',
    '--out',
    out,
    '--json',
  );
  expect(compared.code, compared.stderr).toBe(0);
  const { per_image: rows, metrics } = JSON.parse(readFileSync(out, 'utf8'));
  expect([rows.length, metrics.find(({ id }: { id: string }) => id === 'cider').interval.length]).toEqual([21, 2]);
  const exported = await nadir(
    'export',
    'p.nadir',
    '--what',
    'model',
    '--model',
    run.run,
    '--out',
    inFolder('model'),
    '--json',
  );
  expect(exported.json()).toMatchObject({ count: 4 });
  expect(readFileSync(inFolder('model/README.md'), 'utf8')).toContain('# short');
});

it('Ctrl-C stops a training, saves what it has learned and exits with 130; --set wins over --config', async () => {
  writeFileSync(inFolder('long.json'), '{"start": "pretrained", "crossEntropy": {"epochs": 500}}');
  const args = [
    'train',
    'p.nadir',
    '--preset',
    'quick',
    '--config',
    'long.json',
    '--set',
    'start=fresh',
    'views=1',
    '--json',
  ];
  const stopped = await runNadir(folder.directory, args, (stderr) => stderr.includes('Cross-entropy'));
  expect(stopped.code, stopped.stderr).toBe(130);
  const document = stopped.json<TrainDocument>();
  expect(document.state).toBe('stopped');
  expect(document.best_checkpoint).not.toBeNull();
  const [job] = (await nadir('jobs', 'p.nadir', '--json')).json<Job[]>();
  expect(job).toMatchObject({ kind: 'training', state: 'stopped', subject: { run: document.run } });
  const folderOfRun = path.join(inFolder('p.nadir.files/runs'), document.run, 'checkpoints');
  expect(readdirSync(path.join(folderOfRun, document.best_checkpoint!.name))).toContain('model.safetensors');
});

it('a setting, a configuration file and a model that are not there are named', async () => {
  const unknown = await nadir('train', 'p.nadir', '--set', 'scst.epoch=1');
  expect([unknown.code, unknown.stdout]).toEqual([1, '']);
  expect(unknown.stderr).toContain('scst.epoch');
  const config = await nadir('train', 'p.nadir', '--config', 'nowhere.json');
  expect(config.stderr).toContain('nowhere.json');
  const model = await nadir('eval', 'p.nadir', '--model', 'nobody', '--split', 'val');
  expect([model.code, model.stderr.includes('baseline-nearest-neighbour')]).toEqual([1, true]);
});
