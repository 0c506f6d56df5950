import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parseOverrides } from '../main/cli/commands/train.ts';
import { openSession, type Session } from '../main/cli/session.ts';
import { createTerminal } from '../main/cli/terminal.ts';
import type { Run } from '../preload/contract/runs.ts';
import { benchDataset, importDataset } from './support/dataset.ts';
import { baselineTable } from './support/judge-baselines.ts';
import { heading } from './support/machine.ts';
import { type RunFigures, runFigures, runTable, verdicts } from './support/run-figures.ts';
import { trainRun } from './support/train-runs.ts';

/**
 * The reference experiment: the default preset from new weights, once a seed, judged by the greedy captions of the
 * validation images, beside the baselines. Three seeds take about two hours on two cores.
 *
 * --project FILE   a project to train in; made, with UCM-captions imported, where there is none (default: a new one)
 * --seeds N        seeds 1 to N (default 3)
 * --preset ID      (default: default)     --set key=value   one more setting, may be given several times
 * --runs ID,…      no training: these finished runs of the project, or `all` of them
 */
const { values: options } = parseArgs({
  options: {
    project: { type: 'string' },
    seeds: { type: 'string', default: '3' },
    preset: { type: 'string', default: 'default' },
    set: { type: 'string', multiple: true, default: [] },
    runs: { type: 'string' },
    split: { type: 'string', default: 'val' },
  },
});
const terminal = createTerminal({ json: false, out: process.stdout, error: process.stderr });
/** The bars are UCM's: 210 validation images. */
const leastImagesForBars = 200;

await heading('Captioning');
const project = path.resolve(
  options.project ?? path.join(mkdtempSync(path.join(tmpdir(), 'nadir-captioning-')), 'bench.nadir'),
);
const session = openSession();
try {
  await openOrMake(session, project);
  const figures = options.runs === undefined ? await trainSeeds(session) : await readRuns(session, options.runs);
  console.log(
    `\n${figures.length} run${figures.length === 1 ? '' : 's'} in ${project}, "${options.split}" split, best checkpoint of each phase, greedy\n`,
  );
  console.log(runTable(figures));
  console.log(`\n${await baselineTable(session, options.split)}\n`);
  const info = await session.api.project.info({});
  const images = info?.splits.find(({ name }) => name === options.split)?.images ?? 0;
  if (images >= leastImagesForBars) {
    const judged = verdicts(figures);
    for (const { claim, met } of judged) console.log(`${met ? 'met   ' : 'MISSED'}  ${claim}`);
    if (judged.some(({ met }) => !met)) process.exitCode = 1;
  } else console.log(`No bars are set for ${images} validation images.`);
} finally {
  await session.close();
}

async function openOrMake({ api }: Session, file: string): Promise<void> {
  if (existsSync(file)) {
    await api.project.open({ path: file });
    return;
  }
  if (options.runs !== undefined) throw new Error(`There is no project ${file} to read runs from.`);
  await api.project.create({ path: file });
  const { images, captions } = await importDataset(session, benchDataset());
  console.log(`Made ${file}: ${images} images, ${captions} captions`);
}

async function trainSeeds(current: Session): Promise<RunFigures[]> {
  const figures: RunFigures[] = [];
  for (let seed = 1; seed <= Number(options.seeds); seed++) {
    const overrides = { start: 'fresh', ...parseOverrides(options.set), seed };
    const name = `bench seed ${seed}`;
    const { run, ...cost } = await trainRun(current, terminal, { preset: options.preset, name, overrides });
    const points = await current.api.runs.points({ id: run.id, from: 0 });
    figures.push(runFigures(run, points, cost));
    terminal.message(runTable(figures));
  }
  return figures;
}

/** Wall minutes are from the run's row, from its making to its end; CPU minutes were not kept. */
async function readRuns({ api }: Session, wanted: string): Promise<RunFigures[]> {
  const all = (await api.runs.list({})).filter(({ state }) => state === 'finished');
  if (all.length === 0) throw new Error(`${project} holds no finished run.`);
  const ids = wanted === 'all' ? all.map(({ id }) => id).reverse() : wanted.split(',');
  return Promise.all(
    ids.map(async (id) => {
      const run: Run = await api.runs.get({ id });
      const points = await api.runs.points({ id, from: 0 });
      const tookMs = run.finishedAt === null ? null : Date.parse(run.finishedAt) - Date.parse(run.createdAt);
      return runFigures(run, points, { wallMinutes: tookMs === null ? null : tookMs / 60_000, cpuMinutes: null });
    }),
  );
}
