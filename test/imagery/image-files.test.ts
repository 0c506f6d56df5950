import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { ImageFiles } from '../../main/imagery/image-files.ts';
import { imageOf, pixelsOf, saved, temporaryDirectory } from './support.ts';

const sha = (character: string): string => character.repeat(64);
const ramp = (width: number, height: number) =>
  imageOf(
    Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 31) % 256),
    width,
    height,
    3,
  );
/** The files of a cache, without its folders. */
const filesBelow = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ name }) => name);

describe('a thumbnail', () => {
  it('fits 320 pixels, keeps its shape, and lies under its content’s sha256', async () => {
    const files = new ImageFiles(temporaryDirectory());
    const shown = await files.thumbnail({ path: await saved('a.png', ramp(640, 200)), sha256: sha('a') });
    expect(shown).toEqual({
      path: path.join(files.directory, 'aa', `${sha('a')}-320.webp`),
      contentType: 'image/webp',
    });
    expect(await sharp(shown.path).metadata()).toMatchObject({ format: 'webp', width: 320, height: 100 });
  });

  it('of a small image is not made larger', async () => {
    const files = new ImageFiles(temporaryDirectory());
    const shown = await files.thumbnail({ path: await saved('a.png', ramp(20, 30)), sha256: sha('a') });
    expect(await sharp(shown.path).metadata()).toMatchObject({ width: 20, height: 30 });
  });

  it('stands upright whatever the EXIF orientation', async () => {
    const files = new ImageFiles(temporaryDirectory());
    const source = await saved('a.png', ramp(40, 20).withMetadata({ orientation: 6 }));
    const shown = await files.thumbnail({ path: source, sha256: sha('a') });
    expect(await sharp(shown.path).metadata()).toMatchObject({ width: 20, height: 40 });
  });

  it('of a 16-bit image is stretched', async () => {
    const values = Uint16Array.from({ length: 64 * 64 }, (_, i) => 1000 + (i % 64));
    const files = new ImageFiles(temporaryDirectory());
    const shown = await files.thumbnail({ path: await saved('a.png', imageOf(values, 64, 64, 1)), sha256: sha('a') });
    const { values: pixels } = await pixelsOf(sharp(shown.path));
    expect(Math.min(...pixels)).toBeLessThan(20);
    expect(Math.max(...pixels)).toBeGreaterThan(235);
  });

  it('is made once: a second one comes from the cache, in a second process too', async () => {
    const directory = temporaryDirectory();
    const source = { path: await saved('a.png', ramp(40, 20)), sha256: sha('a') };
    const { path: file } = await new ImageFiles(directory).thumbnail(source);
    const longAgo = new Date('2020-01-01');
    utimesSync(file, longAgo, longAgo);
    // Even without its image.
    rmSync(source.path);
    const again = new ImageFiles(directory);
    for (let i = 0; i < 2; i++) expect((await again.thumbnail(source)).path).toBe(file);
    expect(statSync(file).mtime).toEqual(longAgo);
  });

  it('asked for 50 times at once is one file, with nothing unfinished beside it', async () => {
    const files = new ImageFiles(temporaryDirectory());
    const source = { path: await saved('a.png', ramp(400, 300)), sha256: sha('a') };
    const shown = await Promise.all(Array.from({ length: 50 }, () => files.thumbnail(source)));
    expect(new Set(shown.map(({ path: file }) => file)).size).toBe(1);
    expect(filesBelow(files.directory)).toEqual([`${sha('a')}-320.webp`]);
  });

  it.each(['cut in half', 'empty', 'garbage', 'gone'])('is made again when its file is %s', async (damage) => {
    const directory = temporaryDirectory();
    const source = { path: await saved('a.png', ramp(300, 300)), sha256: sha('a') };
    const { path: file } = await new ImageFiles(directory).thumbnail(source);
    const whole = readFileSync(file);
    if (damage === 'gone') rmSync(file);
    else if (damage === 'garbage') writeFileSync(file, 'no image');
    else writeFileSync(file, whole.subarray(0, damage === 'empty' ? 0 : whole.length / 2));
    await new ImageFiles(directory).thumbnail(source);
    expect(readFileSync(file)).toEqual(whole);
  });

  it('is made again when it goes while the program runs', async () => {
    const files = new ImageFiles(temporaryDirectory());
    const source = { path: await saved('a.png', ramp(30, 30)), sha256: sha('a') };
    rmSync((await files.thumbnail(source)).path);
    expect(statSync((await files.thumbnail(source)).path).size).toBeGreaterThan(0);
  });

  it('of what is not an image is an error that names it, leaves nothing behind, and can be asked for again', async () => {
    const files = new ImageFiles(temporaryDirectory());
    const file = path.join(temporaryDirectory(), 'a.png');
    writeFileSync(file, 'no image');
    const source = { path: file, sha256: sha('a') };
    await expect(files.thumbnail(source)).rejects.toMatchObject({
      code: 'unreadable_file',
      message: expect.stringContaining(`${file} cannot be shown`),
    });
    expect(filesBelow(files.directory)).toEqual([]);
    await ramp(30, 30).png().toFile(file);
    expect((await files.thumbnail(source)).contentType).toBe('image/webp');
  });

  it('of an image that is cut short shows what there is', async () => {
    const whole = await ramp(300, 300).jpeg().toBuffer();
    const file = path.join(temporaryDirectory(), 'a.jpg');
    writeFileSync(file, whole.subarray(0, whole.length / 2));
    const shown = await new ImageFiles(temporaryDirectory()).thumbnail({ path: file, sha256: sha('a') });
    expect(await sharp(shown.path).metadata()).toMatchObject({ width: 300, height: 300 });
  });

  it('whose place is taken fails and leaves no unfinished file', async () => {
    const files = new ImageFiles(temporaryDirectory());
    const target = path.join(files.directory, 'aa', `${sha('a')}-320.webp`);
    mkdirSync(path.join(target, 'in the way'), { recursive: true });
    await expect(files.thumbnail({ path: await saved('a.png', ramp(9, 9)), sha256: sha('a') })).rejects.toThrow();
    expect(filesBelow(files.directory)).toEqual([]);
  });
});

describe('the full image', () => {
  it.each(['png', 'jpeg', 'webp', 'gif'] as const)(
    'is the file itself where a browser shows it: %s',
    async (format) => {
      const file = await saved(`a.${format}`, ramp(20, 10).toFormat(format));
      const shown = await new ImageFiles(temporaryDirectory()).full({ path: file, sha256: sha('a') });
      expect(shown).toEqual({ path: file, contentType: `image/${format}` });
    },
  );

  it('of a TIFF is a PNG with the same pixels', async () => {
    const file = await saved('a.tif', ramp(20, 10).tiff({ compression: 'lzw' }));
    const shown = await new ImageFiles(temporaryDirectory()).full({ path: file, sha256: sha('a') });
    expect(shown.contentType).toBe('image/png');
    expect(await pixelsOf(sharp(shown.path))).toEqual(await pixelsOf(ramp(20, 10)));
  });

  it('of a 16-bit PNG is an 8-bit one', async () => {
    const file = await saved(
      'a.png',
      imageOf(
        Uint16Array.from({ length: 100 }, (_, i) => i),
        10,
        10,
        1,
      ),
    );
    const shown = await new ImageFiles(temporaryDirectory()).full({ path: file, sha256: sha('a') });
    expect(shown.path).not.toBe(file);
    expect(await sharp(shown.path).metadata()).toMatchObject({ depth: 'uchar', width: 10, height: 10 });
  });

  it('that is not there is an error that names it', async () => {
    const file = path.join(temporaryDirectory(), 'gone.png');
    await expect(new ImageFiles(temporaryDirectory()).full({ path: file, sha256: sha('a') })).rejects.toMatchObject({
      code: 'unreadable_file',
      message: expect.stringContaining(file),
    });
  });
});
