import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { awkwardFolder, sample, startEngine, type TestEngine } from '../support/test-engine.ts';

let folder: ReturnType<typeof awkwardFolder>;
let running: TestEngine;
let images: string;
beforeEach(async () => {
  folder = awkwardFolder();
  running = startEngine(folder.directory);
  images = path.join(folder.directory, 'images');
  mkdirSync(images);
  await running.api.project.create({ path: path.join(folder.directory, 'projekt ä.nadir') });
});
afterEach(async () => {
  await running.engine.close();
  folder.remove();
});

const bundled = (name: string) => path.join(sample, 'images', name);
const write = (document: unknown, name = 'captions.json'): string => {
  const file = path.join(folder.directory, name);
  writeFileSync(file, typeof document === 'string' ? document : JSON.stringify(document));
  return file;
};
const entry = (filename: string, split: string, ...captions: string[]) => ({
  filename,
  split,
  class: 'beach',
  sentences: captions.map((raw) => ({ raw })),
});
const request = (captionsFile: string, format: 'karpathy' | 'coco' = 'karpathy') => ({
  format,
  captionsFile,
  imagesDirectory: images,
  jobId: 'import',
});
const counts = async () => {
  const info = await running.api.project.info({});
  return { images: info!.images, captions: info!.captions };
};

it('a dry run counts what is found, missing, unreadable, twice and empty, and writes nothing', async () => {
  copyFileSync(bundled('beach-01.jpg'), path.join(images, 'a.jpg'));
  copyFileSync(bundled('beach-01.jpg'), path.join(images, 'copy of a.jpg'));
  copyFileSync(bundled('beach-02.jpg'), path.join(images, 'cut.jpg'));
  truncateSync(path.join(images, 'cut.jpg'), 3_000);
  writeFileSync(path.join(images, 'text.jpg'), 'This is not an image.');
  const file = write({
    images: [
      entry('a.jpg', 'train', 'A beach.', ' '),
      entry('copy of a.jpg', 'val', 'a  BEACH.', 'Sand and sea.'),
      entry('cut.jpg', 'train', 'Cut.'),
      entry('text.jpg', 'train', 'Text.'),
      entry('gone.jpg', 'test', 'Gone.'),
    ],
  });
  const report = await running.api.project.previewImport(request(file));
  expect(report).toMatchObject({
    imagesListed: 5,
    imagesFound: 2,
    imagesMissing: { count: 1, examples: ['gone.jpg'] },
    imagesUnreadable: {
      count: 2,
      examples: [expect.stringContaining('cut.jpg ('), expect.stringContaining('text.jpg (')],
    },
    imagesDuplicate: { count: 1, examples: ['copy of a.jpg (same as a.jpg)'] },
    captions: 3,
    captionsEmpty: { count: 1, examples: ['a.jpg'] },
    captionsAcrossSplits: { count: 1, examples: ['a  BEACH.'] },
    splits: [
      { name: 'train', images: 1, captions: 1 },
      { name: 'val', images: 1, captions: 2 },
    ],
  });
  expect(await counts()).toEqual({ images: 0, captions: 0 });
});

it('importing again adds what is new and leaves what is there as it is', async () => {
  for (const name of ['beach-01.jpg', 'beach-02.jpg']) copyFileSync(bundled(name), path.join(images, name));
  const first = write({ images: [entry('beach-01.jpg', 'train', 'One.')] }, 'first.json');
  await running.api.project.import(request(first));
  const both = { images: [entry('beach-01.jpg', 'train', 'Other.'), entry('beach-02.jpg', 'train', 'Two.')] };
  const again = await running.api.project.import(request(write(both, 'both.json')));
  expect(again).toMatchObject({ images: 1, captions: 1, report: { imagesAlreadyPresent: { count: 1 } } });
  expect((await running.api.images.get({ id: 1 })).captions.map(({ text }) => text)).toEqual(['One.']);
});

it('two names that lead to one file are one image with the captions of both', async () => {
  copyFileSync(bundled('beach-01.jpg'), path.join(images, 'a.jpg'));
  const file = write({ images: [entry('a.jpg', 'train', 'One.'), entry('elsewhere/a.jpg', 'train', 'Two.')] });
  expect(await running.api.project.import(request(file))).toMatchObject({ images: 1, captions: 2 });
});

it('COCO captions of images that the file does not list are counted and named, the others imported', async () => {
  copyFileSync(bundled('beach-01.jpg'), path.join(images, 'a.jpg'));
  const file = write({
    images: [{ id: 7, file_name: 'a.jpg' }],
    annotations: [
      { id: 1, image_id: 7, caption: 'A beach.' },
      { id: 2, image_id: 8, caption: 'Nowhere.' },
    ],
  });
  const { captions, report } = await running.api.project.import(request(file, 'coco'));
  expect(captions).toBe(1);
  expect(report.captionsWithoutImage).toEqual({ count: 1, examples: ['image 8: Nowhere.'] });
});

it.each([
  ['{"images": [{"filename": "a.jpg", "sent', 'malformed_file', /captions\.json is not valid JSON: it is incomplete/],
  ['{"images":\n [1 2]}', 'malformed_file', /captions\.json is not valid JSON: in line 2, column 5/],
  ['{"images":\n\n[}', 'malformed_file', /captions\.json is not valid JSON: in line 3, column 2, near "}"/],
  ['', 'malformed_file', /captions\.json is empty/],
  ['{"images": [{"filename": 3}]}', 'malformed_file', /captions\.json is not in Karpathy's format: images\[0\]/],
  ['{"images": []}', 'bad_input', /captions\.json lists no images/],
])('%j is refused with the file and the cause', async (text, code, message) => {
  await expect(running.api.project.import(request(write(text)))).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  });
  expect(await counts()).toEqual({ images: 0, captions: 0 });
});

it('a folder with none of the images is refused, naming folder and file', async () => {
  const file = write({ images: [entry('a.jpg', 'train', 'One.'), entry('b.jpg', 'train', 'Two.')] });
  await expect(running.api.project.import(request(file))).rejects.toThrow(
    /captions\.json: none of its 2 images \(a\.jpg, …\) is in .*images/,
  );
});

it('a caption file that is not there and a folder that is a file are named', async () => {
  const file = write({ images: [] });
  const gone = path.join(folder.directory, 'gone.json');
  await expect(running.api.project.previewImport(request(gone))).rejects.toThrow(`${gone} is not there`);
  await expect(running.api.project.previewImport({ ...request(file), imagesDirectory: file })).rejects.toThrow(
    'choose the folder of images',
  );
});

it('cancelling leaves nothing behind', async () => {
  cpSync(path.join(sample, 'images'), images, { recursive: true });
  const importing = running.api.project.import(request(path.join(sample, 'dataset.json')));
  await expect.poll(() => running.heard('job').some(({ progress }) => progress?.stage === 'Reading images')).toBe(true);
  await running.api.jobs.stop({ id: 'import' });
  await expect(importing).rejects.toMatchObject({ code: 'cancelled' });
  expect(await counts()).toEqual({ images: 0, captions: 0 });
});

it('closing the project cancels an import that runs', async () => {
  cpSync(path.join(sample, 'images'), images, { recursive: true });
  const importing = running.api.project.import(request(path.join(sample, 'dataset.json')));
  const refused = expect(importing).rejects.toMatchObject({ code: 'cancelled' });
  await expect.poll(() => running.heard('job').some(({ progress }) => progress)).toBe(true);
  await running.api.project.close({});
  await refused;
  await running.api.project.open({ path: path.join(folder.directory, 'projekt ä.nadir') });
  expect(await counts()).toEqual({ images: 0, captions: 0 });
});

it('names of 200 characters, accents and spaces come through import and export unchanged', async () => {
  const name = `${'ü'.repeat(60)} ${'長'.repeat(25)} #1%20.jpg`;
  copyFileSync(bundled('beach-01.jpg'), path.join(images, name));
  const file = write({ images: [entry(name.normalize('NFD'), 'train', 'A “beach”, naïve.')] });
  await running.api.project.import(request(file));
  const out = path.join(folder.directory, 'out ß.json');
  await running.api.project.export({ what: 'captions', format: 'karpathy', out, split: null, modelId: null });
  const [image] = JSON.parse(readFileSync(out, 'utf8')).images;
  expect(image.filename.normalize('NFC')).toBe(name.normalize('NFC'));
  expect(image.sentences[0].raw).toBe('A “beach”, naïve.');
  expect((await running.engine.imageFile({ id: 1, kind: 'full' })).path).toBe(path.join(images, name));
});

it('an import after its dry run reads a changed image again', async () => {
  const file = path.join(images, 'a.jpg');
  copyFileSync(bundled('beach-01.jpg'), file);
  const captions = write({ images: [entry('a.jpg', 'train', 'One.')] });
  expect((await running.api.project.previewImport(request(captions))).imagesFound).toBe(1);
  rmSync(file);
  writeFileSync(file, 'not an image any more');
  await expect(running.api.project.import(request(captions))).rejects.toThrow('can be read as an image');
});
