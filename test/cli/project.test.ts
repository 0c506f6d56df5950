import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ImportReport, ProjectInfo } from '../../preload/contract/project.ts';
import { awkwardFolder, sample, startEngine } from '../engine/support/test-engine.ts';
import { sharedFile } from '../support/shared-data.ts';
import { runNadir } from './support/run-nadir.ts';

let folder: ReturnType<typeof awkwardFolder>;
const nadir = (...args: string[]) => runNadir(folder.directory, args);
const inFolder = (name: string) => path.join(folder.directory, name);
const importSample = (project: string, ...more: string[]) => {
  const source = ['--captions', path.join(sample, 'dataset.json'), '--images', path.join(sample, 'images')];
  return nadir('import', project, '--format', 'karpathy', ...source, ...more);
};
beforeAll(async () => {
  folder = awkwardFolder();
  await nadir('create', 'made.nadir');
});
afterAll(() => folder.remove());

it('create prints the project as JSON on standard output and nothing else', async () => {
  const { code, stderr, json } = await nadir('create', 'neu – 新.nadir', '--json');
  expect(json<ProjectInfo>()).toMatchObject({ name: 'neu – 新', path: inFolder('neu – 新.nadir'), images: 0 });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

it('import prints the dry run’s figures, with --dry-run without writing', async () => {
  await nadir('create', 'figures.nadir');
  const dry = await importSample('figures.nadir', '--dry-run', '--json');
  const { imported: _, ...figures } = (await importSample('figures.nadir', '--json')).json<
    ImportReport & { imported: unknown; dryRun: boolean }
  >();
  expect(dry.json<ImportReport>()).toEqual({ ...figures, dryRun: true });
  expect(figures).toMatchObject({ imagesListed: 63, imagesFound: 63, captions: 189, classes: 21, dryRun: false });
  const again = (await importSample('figures.nadir', '--json')).json<{ imported: unknown }>();
  expect(again.imported).toEqual({ images: 0, captions: 0 });
});

it('what was imported is exported as Karpathy JSON with the same images, splits, classes and captions', async () => {
  await nadir('create', 'round.nadir');
  await importSample('round.nadir');
  const out = inFolder('out/captions.json');
  const exported = await nadir(
    'export',
    'round.nadir',
    '--what',
    'captions',
    '--format',
    'karpathy',
    '--out',
    out,
    '--json',
  );
  expect(exported.json()).toEqual({ path: out, count: 189 });
  const facts = (file: string) =>
    (JSON.parse(readFileSync(file, 'utf8')).images as KarpathyImage[]).map((image) => ({
      filename: image.filename,
      imgid: image.imgid,
      split: image.split,
      class: image.class,
      captions: image.sentences.map(({ raw }) => raw),
    }));
  expect(facts(out)).toEqual(facts(path.join(sample, 'dataset.json')));
});

it('an export of one split as COCO imports into another project with its splits and classes', async () => {
  await nadir('create', 'from.nadir');
  await importSample('from.nadir');
  const out = inFolder('val.json');
  await nadir('export', 'from.nadir', '--what', 'captions', '--format', 'coco', '--split', 'val', '--out', out);
  await nadir('create', 'to.nadir');
  const images = path.join(sample, 'images');
  const back = await nadir('import', 'to.nadir', '--format', 'coco', '--captions', out, '--images', images, '--json');
  expect(back.json<ImportReport>()).toMatchObject({ classes: 21, splits: [{ name: 'val', images: 21, captions: 63 }] });
});

it.each([
  ['a project that is not there', ['info', 'gone.nadir'], 'gone.nadir is not there'],
  ['a file that is not a project', ['info', 'text.nadir'], 'text.nadir is not a Nadir project'],
  ['a project of a newer Nadir', ['info', 'newer.nadir'], 'newer.nadir was made by a newer Nadir'],
  ['a name without the extension', ['create', 'plain'], 'ends in .nadir'],
  ['a project over one that is there', ['create', 'made.nadir'], 'made.nadir already exists'],
  ['a name that is too long', ['create', `${'n'.repeat(260)}.nadir`], 'ENAMETOOLONG'],
  ['truncated JSON', imported('cut.json'), 'cut.json is not valid JSON: it is incomplete'],
  ['a caption file that is not there', imported('none.json'), 'none.json is not there'],
  [
    'a caption file of another kind',
    imported('list.json'),
    "list.json is not in Karpathy's format: it is a list, not an object.",
  ],
  ['an image folder that is not there', imported('sample.json', 'nowhere'), 'nowhere is not there'],
  ['an image folder without the images', imported('sample.json', '.'), 'none of its 63 images'],
  [
    'an unknown split',
    ['export', 'made.nadir', '--what', 'captions', '--out', 'x.json', '--split', 'vall'],
    'no split "vall"',
  ],
  [
    'a format that does not fit',
    ['export', 'made.nadir', '--what', 'captions', '--format', 'safetensors', '--out', 'x'],
    'only as coco or karpathy',
  ],
])(
  '%s ends with exit code 1 and a sentence that names it, and nothing on standard output',
  async (_, args, message) => {
    writeFileSync(inFolder('text.nadir'), 'no project');
    writeFileSync(inFolder('cut.json'), readFileSync(path.join(sample, 'dataset.json')).subarray(0, 2_000));
    writeFileSync(inFolder('list.json'), '[1, 2]');
    cpSync(path.join(sample, 'dataset.json'), inFolder('sample.json'));
    if (!existsSync(inFolder('newer.nadir'))) {
      await nadir('create', 'newer.nadir');
      const db = new Database(inFolder('newer.nadir'));
      db.pragma('user_version = 99');
      db.close();
    }
    const { code, stdout, stderr } = await nadir(...args, '--json');
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n').at(-1)).toMatch(/^nadir: .*\.$/);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  },
);

it('a command imports into a project that a window has open, and the window shows the images', async () => {
  const { engine, api } = startEngine(inFolder('window'));
  await api.project.create({ path: inFolder('open.nadir') });
  const { code, stderr } = await importSample('open.nadir');
  const info = await api.project.info({});
  await engine.close();
  expect(code, stderr).toBe(0);
  expect(info).toMatchObject({ images: 63 });
});

it('wrong usage ends with exit code 2', async () => {
  expect(await nadir('import', 'made.nadir', '--format', 'csv')).toMatchObject({ code: 2, stdout: '' });
});

it('Ctrl-C during an import leaves the project as it was', async () => {
  const ucm = sharedFile('data/ucm-captions');
  if (ucm === undefined) return;
  await nadir('create', 'interrupted.nadir');
  const { code, stdout } = await runNadir(
    folder.directory,
    [
      'import',
      'interrupted.nadir',
      '--format',
      'karpathy',
      '--captions',
      `${ucm}/dataset.json`,
      '--images',
      `${ucm}/images`,
    ],
    (stderr) => stderr.includes('% Reading images'),
  );
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  const { engine, api } = startEngine(inFolder('look'));
  expect(await api.project.open({ path: inFolder('interrupted.nadir') })).toMatchObject({ images: 0, captions: 0 });
  await engine.close();
});

interface KarpathyImage {
  readonly filename: string;
  readonly imgid: number;
  readonly split: string;
  readonly class: string;
  readonly sentences: readonly { readonly raw: string }[];
}

function imported(captions: string, images = path.join(sample, 'images')): string[] {
  return ['import', 'made.nadir', '--format', 'karpathy', '--captions', captions, '--images', images];
}
