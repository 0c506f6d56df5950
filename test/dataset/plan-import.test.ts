import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCaptionFile } from '../../main/dataset/formats.ts';
import { planImport } from '../../main/dataset/plan-import.ts';
import { inspectImage } from '../../main/imagery/inspect-image.ts';
import { sharedFile } from '../support/shared-data.ts';
import { withoutPrivileges } from '../support/without-privileges.ts';
import { entry, folderOf, none, planOf, png, temporaryDirectory, writeJson } from './support.ts';

it('counts and names every kind of finding', async () => {
  const whole = await png(4, 40, 30);
  const images = folderOf({
    'a.png': await png(1),
    'b.png': await png(2),
    'c.png': await png(1),
    'cut.png': whole.subarray(0, whole.length - 30),
    'text.png': 'no image at all',
    'there.png': await png(3),
  });
  const document = {
    images: [
      entry('a.png', ['A bay', '  ', 'a cove '], { split: 'train', class: 'bay', imgid: 7 }),
      entry('b.png', ['a  BAY', 'a hill', ''], { split: 'test', class: 'hill' }),
      entry('c.png', ['a copy', 'a bay'], { split: 'val' }),
      entry('a.png', ['once more']),
      entry('gone.png', ['nowhere']),
      entry('cut.png', ['cut']),
      entry('text.png', ['text']),
      entry('there.png', ['there']),
    ],
  };
  const { report, images: planned } = await planOf('karpathy', document, images, {
    isPresent: (file) => path.basename(file) === 'there.png',
  });
  expect(report).toMatchObject({
    format: 'karpathy',
    imagesDirectory: images,
    imagesListed: 7,
    imagesFound: 4,
    imagesMissing: { count: 1, examples: ['gone.png'] },
    imagesUnreadable: {
      count: 2,
      examples: [expect.stringMatching(/^cut\.png \(.+\)$/), expect.stringContaining('text.png (its content ')],
    },
    foldersUnreadable: none,
    imagesDuplicate: { count: 2, examples: ['a.png (listed twice)', 'c.png (same as a.png)'] },
    imagesAlreadyPresent: { count: 1, examples: ['there.png'] },
    captions: 7,
    captionsEmpty: { count: 2, examples: ['a.png', 'b.png'] },
    captionsWithoutImage: none,
    splits: [
      { name: 'train', images: 1, captions: 3 },
      { name: 'test', images: 1, captions: 2 },
      { name: 'val', images: 1, captions: 2 },
    ],
    classes: 2,
    // Twice in val and test, in other case and spacing: one distinct caption.
    captionsAcrossSplits: { count: 1, examples: ['a  BAY'] },
  });
  expect(planned.map(({ fileName, captions }) => [fileName, captions])).toEqual([
    ['a.png', ['A bay', 'a cove', 'once more']],
    ['b.png', ['a  BAY', 'a hill']],
    ['c.png', ['a copy', 'a bay']],
  ]);
  expect(planned[0]).toMatchObject({
    absolutePath: path.join(images, 'a.png'),
    width: 8,
    height: 6,
    class: 'bay',
    split: 'train',
    sourceId: '7',
  });
});

it('shows ten examples and counts all', async () => {
  const document = { images: Array.from({ length: 25 }, (_, i) => entry(`${i}.png`, ['x'])) };
  const { report } = await planOf('karpathy', document, temporaryDirectory());
  expect(report.imagesMissing.count).toBe(25);
  expect(report.imagesMissing.examples).toEqual([
    '0.png',
    '1.png',
    '2.png',
    '3.png',
    '4.png',
    '5.png',
    '6.png',
    '7.png',
    '8.png',
    '9.png',
  ]);
});

describe('file names', () => {
  // 250 bytes: 123 letters of two bytes and the ending.
  const long = `${'é'.repeat(123)}.png`;

  it.each(['two words.png', 'Küste 航拍 🛩️.png', `quote's "x" %20 #1.png`, long, '.hidden.png', 'sub/deep/a.png'])(
    'are found as they are: %s',
    async (name) => {
      const images = folderOf({ [name]: await png(1) });
      const { report, images: planned } = await planOf('karpathy', { images: [entry(name, ['x'])] }, images);
      expect(report.imagesFound).toBe(1);
      expect(planned[0]?.absolutePath).toBe(path.join(images, name));
    },
  );

  it('are found in another case, another form of their accents, or another folder, when only one file has the name', async () => {
    const images = folderOf({
      'IMG_1.PNG': await png(1),
      'ku\u0308ste.png': await png(2),
      'train/farm/b.png': await png(3),
      'x/twice.png': await png(4),
      'y/twice.png': await png(5),
    });
    const names = ['img_1.png', 'k\u00fcste.png', 'b.png', 'twice.png'];
    const { report } = await planOf('karpathy', { images: names.map((name) => entry(name, ['x'])) }, images);
    expect(report.imagesFound).toBe(3);
    expect(report.imagesMissing).toEqual({ count: 1, examples: ['twice.png'] });
  });

  it('cannot reach outside the chosen folder', async () => {
    const outside = folderOf({ 'secret.png': await png(1), 'images/a.png': await png(2) });
    const names = ['../secret.png', path.join(outside, 'secret.png'), 'sub/../../secret.png'];
    const document = { images: names.map((name) => entry(name, ['x'])) };
    const { report } = await planOf('karpathy', document, path.join(outside, 'images'));
    expect(report.imagesFound).toBe(0);
    expect(report.imagesMissing.count).toBe(3);
  });

  it('in a folder that may not be looked into are missing, and the folder is named with the cause', async () => {
    const images = folderOf({ 'a.png': await png(1), 'closed/b.png': await png(2) });
    chmodSync(path.join(images, 'closed'), 0);
    const document = { images: [entry('a.png', ['one']), entry('b.png', ['two'])] };
    const source = await readCaptionFile('karpathy', writeJson(document));
    const { report } = await withoutPrivileges(images, () =>
      planImport(source, {
        captionsFile: 'captions.json',
        imagesDirectory: images,
        isPresent: () => false,
        inspect: inspectImage,
      }),
    );
    expect([report.imagesFound, report.imagesMissing.examples]).toEqual([1, ['b.png']]);
    expect(report.foldersUnreadable).toEqual({
      count: 1,
      examples: [`${path.join(images, 'closed')} (it cannot be accessed)`],
    });
  });

  it('that are two names of one file are one image with the captions of both', async () => {
    const images = folderOf({ 'train/a.png': await png(1) });
    const document = { images: [entry('train/a.png', ['one']), entry('a.png', ['two'])] };
    const { images: planned, report } = await planOf('karpathy', document, images);
    expect(planned.map(({ captions }) => captions)).toEqual([['one', 'two']]);
    expect(report.imagesDuplicate.count).toBe(1);
    expect(report.captions).toBe(2);
  });

  it('that name a folder are images that cannot be read', async () => {
    const images = temporaryDirectory();
    mkdirSync(path.join(images, 'a.png'));
    const { report } = await planOf('karpathy', { images: [entry('a.png', ['x'])] }, images);
    expect(report.imagesUnreadable).toEqual({ count: 1, examples: ['a.png (it is not a file)'] });
  });
});

it('an image without captions is imported without', async () => {
  const images = folderOf({ 'a.png': await png(1) });
  const { report, images: planned } = await planOf('karpathy', { images: [entry('a.png', [])] }, images);
  expect(report).toMatchObject({ imagesFound: 1, captions: 0, captionsEmpty: none });
  expect(planned[0]?.captions).toEqual([]);
});

describe('the folder of images', () => {
  it.each([
    ['not_found', (directory: string) => path.join(directory, 'gone')],
    [
      'bad_input',
      (directory: string) => {
        const file = path.join(directory, 'file');
        writeFileSync(file, '');
        return file;
      },
    ],
  ])('%s is an error that names it', async (code, make) => {
    const place = make(temporaryDirectory());
    await expect(planOf('karpathy', { images: [] }, place)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(place),
    });
  });
});

it('can be cancelled, and starts no more images then', async () => {
  const images = folderOf({ 'a.png': await png(1) });
  const controller = new AbortController();
  let inspected = 0;
  const document = {
    images: Array.from({ length: 500 }, (_, i) => entry(i === 0 ? 'a.png' : `sub${i}/../a.png`, ['x'])),
  };
  const plan = planOf('karpathy', document, images, {
    signal: controller.signal,
    inspect: (file) => {
      inspected += 1;
      if (inspected === 3) controller.abort();
      return inspectImage(file);
    },
  });
  await expect(plan).rejects.toMatchObject({ name: 'AbortError' });
  expect(inspected).toBeLessThan(100);
});

it('tells its progress up to the last image', async () => {
  const images = folderOf({ 'a.png': await png(1), 'b.png': await png(2) });
  const seen: (readonly [number, number])[] = [];
  const document = { images: ['a.png', 'b.png', 'c.png'].map((name) => entry(name, ['x'])) };
  await planOf('karpathy', document, images, { onProgress: (done, total) => seen.push([done, total]) });
  expect(seen).toEqual([
    [1, 3],
    [2, 3],
    [3, 3],
  ]);
});

const ucm = sharedFile('data/ucm-captions/dataset.json');
it.skipIf(ucm === undefined)(
  'UCM-Captions: 1,890 images with 9,450 captions, 41 of another size than 256 × 256',
  async () => {
    const source = await readCaptionFile('karpathy', ucm!);
    const { report, images } = await planImport(source, {
      captionsFile: ucm!,
      imagesDirectory: path.join(path.dirname(ucm!), 'images'),
      isPresent: () => false,
      inspect: inspectImage,
    });
    expect(images).toHaveLength(1890);
    expect(report.captions).toBe(9450);
    expect(report.imagesUnreadable).toEqual(none);
    // 44 of the whole set's 2,100; the frame headers of the 1,890 JPEG files here say 41.
    expect(images.filter(({ width, height }) => width !== 256 || height !== 256)).toHaveLength(41);
    expect(report.splits).toEqual([
      { name: 'train', images: 1680, captions: 8400 },
      { name: 'val', images: 210, captions: 1050 },
    ]);
    expect(report.classes).toBe(21);
    expect(report.imagesDuplicate).toEqual({ count: 1, examples: ['103.jpg (same as 102.jpg)'] });
    expect(report.captionsAcrossSplits.count).toBe(199);
  },
);
