import { existsSync, mkdirSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { sampleEngine } from '../support/sample-engine.ts';
import { sample } from '../support/test-engine.ts';

const running = sampleEngine();

it('text, class and split narrow the list together', async () => {
  const { ids } = await running.api.images.list({ classes: ['beach', 'harbor'], splits: ['train'], sort: 'name' });
  const cards = await running.api.images.cards({ ids: [...ids] });
  expect(cards.map(({ fileName }) => fileName)).toEqual([
    'beach-01.jpg',
    'beach-02.jpg',
    'harbor-01.jpg',
    'harbor-02.jpg',
  ]);
  const misspelt = await running.api.images.list({ text: 'baots', classes: ['harbor'] });
  expect((await running.api.images.cards({ ids: [...misspelt.ids] }))[0]?.fileName).toBe('harbor-02.jpg');
});

it('facets count images by class, split and status', async () => {
  const { classes, splits, statuses } = await running.api.images.facets({});
  expect(classes).toHaveLength(21);
  expect(classes.every(({ images }) => images === 3)).toBe(true);
  expect(splits).toEqual([
    { name: 'train', images: 42 },
    { name: 'val', images: 21 },
  ]);
  expect(statuses.find(({ name }) => name === 'draft')).toEqual({ name: 'draft', images: 63 });
});

it('an image that the project does not have is an error, not an empty answer', async () => {
  await expect(running.api.images.get({ id: 4711 })).rejects.toMatchObject({ code: 'not_found' });
  await expect(running.engine.imageFile({ id: 4711, kind: 'thumbnail' })).rejects.toMatchObject({ code: 'not_found' });
});

it('a thumbnail is a WebP of at most 320 pixels in the cache, made again when it was damaged or deleted', async () => {
  const { path: file, contentType } = await running.engine.imageFile({ id: 1, kind: 'thumbnail' });
  expect(contentType).toBe('image/webp');
  expect(file.startsWith(path.join(running.directory, 'cache'))).toBe(true);
  expect(await sharp(file).metadata()).toMatchObject({ format: 'webp', width: 256, height: 256 });
  truncateSync(file, 100);
  await running.restart();
  await running.engine.imageFile({ id: 1, kind: 'thumbnail' });
  expect(await sharp(file).metadata()).toMatchObject({ width: 256 });
  const { freedBytes } = await running.api.settings.clearCache({});
  expect(freedBytes).toBeGreaterThan(1_000);
  await running.engine.imageFile({ id: 1, kind: 'thumbnail' });
  expect(existsSync(file)).toBe(true);
});

it('sixty thumbnails are made by other threads: this one does less than a third of the work', async () => {
  await running.engine.imageFile({ id: 63, kind: 'thumbnail' });
  const before = { whole: process.cpuUsage(), thread: process.threadCpuUsage() };
  await Promise.all(Array.from({ length: 60 }, (_, i) => running.engine.imageFile({ id: i + 1, kind: 'thumbnail' })));
  const whole = process.cpuUsage(before.whole);
  const thread = process.threadCpuUsage(before.thread);
  expect(thread.user + thread.system).toBeLessThan((whole.user + whole.system) / 3);
});

it('a thumbnail that is given up before its turn is not made, the others are', async () => {
  const asked = Array.from({ length: 63 }, (_, i) =>
    running.engine.imageFile({ id: i + 1, kind: 'thumbnail', ticket: i + 1 }),
  );
  for (let ticket = 1; ticket <= 20; ticket += 1) running.engine.giveUpImage({ ticket });
  const ends = await Promise.allSettled(asked);
  expect(ends.slice(20).every(({ status }) => status === 'fulfilled')).toBe(true);
  const refused = ends.slice(0, 20).filter(({ status }) => status === 'rejected');
  expect(refused.length).toBeGreaterThan(10);
  expect(refused.every((end) => (end as PromiseRejectedResult).reason.code === 'cancelled')).toBe(true);
});

it('closing a project does not wait for thumbnails that have not begun', async () => {
  const ends = Promise.allSettled(
    Array.from({ length: 63 }, (_, i) => running.engine.imageFile({ id: i + 1, kind: 'thumbnail' })),
  );
  await running.api.project.close({});
  const made = (await ends).filter(({ status }) => status === 'fulfilled');
  expect(made.length).toBeLessThan(63);
});

it('a 16-bit TIFF, which no browser shows, comes as PNG', async () => {
  const images = path.join(running.directory, 'deep');
  const file = path.join(images, 'deep.tif');
  const pixels = Uint16Array.from({ length: 64 * 64 }, (_, i) => 1_000 + i);
  mkdirSync(images);
  await sharp(pixels, { raw: { width: 64, height: 64, channels: 1 } })
    .toColourspace('grey16')
    .tiff()
    .toFile(file);
  const captionsFile = path.join(running.directory, 'deep.json');
  writeFileSync(captionsFile, JSON.stringify({ images: [{ filename: 'deep.tif', sentences: [{ raw: 'Deep.' }] }] }));
  await running.api.project.import({ format: 'karpathy', captionsFile, imagesDirectory: images, jobId: 'deep' });
  const shown = await running.engine.imageFile({ id: 64, kind: 'full' });
  expect(shown.contentType).toBe('image/png');
  expect(await sharp(shown.path).metadata()).toMatchObject({ width: 64, height: 64, depth: 'uchar' });
});

it('an image that vanishes while the project is open is told as missing when it is looked at', async () => {
  const { path: file } = await running.engine.imageFile({ id: 2, kind: 'full' });
  renameSync(file, `${file}.away`);
  await expect(running.engine.imageFile({ id: 2, kind: 'full' })).rejects.toThrow(`${file} is not there`);
  expect((await running.api.images.cards({ ids: [2] }))[0]?.missing).toBe(true);
  renameSync(`${file}.away`, file);
  await running.engine.imageFile({ id: 2, kind: 'full' });
  expect((await running.api.images.cards({ ids: [2] }))[0]?.missing).toBe(false);
});

it('dropping the sample’s folder, or its caption file alone, finds format, captions and images', async () => {
  const found = {
    format: 'karpathy',
    captionsFile: path.join(sample, 'dataset.json'),
    imagesDirectory: path.join(sample, 'images'),
  };
  expect(await running.api.project.detectImport({ paths: [sample] })).toEqual(found);
  expect(await running.api.project.detectImport({ paths: [found.captionsFile] })).toEqual(found);
});
