import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeCoco, writeCocoResults } from '../../main/dataset/coco.ts';
import { type ExportImage, exportIds } from '../../main/dataset/export-image.ts';
import { formatOf, readCaptionFile } from '../../main/dataset/formats.ts';
import { writeKarpathy } from '../../main/dataset/karpathy.ts';
import { readJson } from '../../main/dataset/read-json.ts';
import { withoutPrivileges } from '../support/without-privileges.ts';
import { entry, temporaryDirectory, writeJson } from './support.ts';

const read = (format: 'karpathy' | 'coco', document: unknown, name?: string) =>
  readCaptionFile(format, writeJson(document, name));
const fault = async (work: Promise<unknown>): Promise<{ code: string; message: string }> =>
  work.then(
    () => expect.fail('nothing was thrown'),
    (error: unknown) => error as never,
  );

describe('Karpathy', () => {
  it('reads names, folders, splits, classes, ids, and captions as text or as tokens', async () => {
    const source = await read('karpathy', {
      dataset: 'coast',
      images: [
        entry('a.png', ['A bay .', ''], { imgid: 3, split: 'val', class: 'bay', filepath: 'train' }),
        { filename: 'b.png', sentences: [{ tokens: ['a', 'cove'] }], imgid: 'x7', extra: true },
      ],
    });
    expect(source).toEqual({
      format: 'karpathy',
      captionsWithoutImage: [],
      images: [
        { fileName: 'train/a.png', split: 'val', class: 'bay', sourceId: '3', captions: ['A bay .', ''] },
        { fileName: 'b.png', split: 'train', class: null, sourceId: 'x7', captions: ['a cove'] },
      ],
    });
  });

  it.each([
    [[], 'it is a list, not an object'],
    [{}, 'it has no list "images"'],
    [{ images: [{ sentences: [] }] }, 'images[0] has no text "filename"'],
    [{ images: [entry('a.png', []), { filename: 'b.png' }] }, 'images[1] has no list "sentences"'],
    [{ images: [{ filename: 'a.png', sentences: [{}] }] }, 'a sentence has neither "raw" nor "tokens"'],
    [{ images: [{ filename: '', sentences: [] }] }, 'images[0].filename is empty'],
  ])('that is malformed says where: %j', async (document, place) => {
    const error = await fault(read('karpathy', document, 'coast.json'));
    expect(error.code).toBe('malformed_file');
    expect(error.message).toContain("coast.json is not in Karpathy's format: ");
    expect(error.message).toContain(place);
  });
});

describe('COCO', () => {
  const document = {
    images: [
      { id: 5, file_name: 'a.png' },
      { id: 'six', file_name: 'sub\\b.png', split: 'test', class: 'bay' },
    ],
    annotations: [
      { image_id: 5, caption: 'one' },
      { image_id: 'six', caption: 'two' },
      { image_id: 99, caption: 'lost' },
      { image_id: 5, caption: 'three' },
    ],
  };

  it('joins captions to images by id and reports those of no image', async () => {
    expect(await read('coco', document)).toEqual({
      format: 'coco',
      captionsWithoutImage: ['image 99: lost'],
      images: [
        { fileName: 'a.png', split: 'train', class: null, sourceId: '5', captions: ['one', 'three'] },
        { fileName: 'sub/b.png', split: 'test', class: 'bay', sourceId: 'six', captions: ['two'] },
      ],
    });
  });

  it.each([
    ['captions_val2017.json', 'val'],
    ['TEST.json', 'test'],
    ['annotations.json', 'train'],
  ])('takes the split from the name of the file: %s', async (name, split) => {
    expect((await read('coco', document, name)).images[0]?.split).toBe(split);
  });

  it('that is malformed says where', async () => {
    const error = await fault(read('coco', { images: [], annotations: [{ image_id: 1 }] }));
    expect(error.message).toContain('annotations[0] has no text "caption"');
  });
});

describe('JSON', () => {
  it('with a byte order mark is read', async () => {
    expect(await readJson(writeJson('\ufeff{"a": 1}'))).toEqual({ a: 1 });
  });

  it('that is wrong says the line, the column and what stands there', async () => {
    const wrong = '{"images": [\n  {"filename": "a.png" "sentences": []}\n]}';
    expect((await fault(readJson(writeJson(wrong)))).message).toBe(
      'captions.json is not valid JSON: in line 2, column 24, near ""sentences": []}".',
    );
    expect((await fault(readJson(writeJson(`\ufeff${wrong}`)))).message).toContain('in line 2, column 24,');
  });

  it.each(['', ' \n', '\ufeff'])('that is empty says so: %j', async (text) => {
    expect(await fault(readJson(writeJson(text)))).toMatchObject({
      code: 'malformed_file',
      message: expect.stringContaining('captions.json is empty'),
    });
  });

  it('that is not there, or a folder, says so', async () => {
    const directory = temporaryDirectory();
    expect((await fault(readJson(path.join(directory, 'gone.json')))).code).toBe('not_found');
    mkdirSync(path.join(directory, 'folder.json'));
    expect((await fault(readJson(path.join(directory, 'folder.json')))).code).toBe('bad_input');
  });

  it('that may not be read says so', async () => {
    const file = writeJson('{}');
    chmodSync(file, 0);
    const refused = await withoutPrivileges(path.dirname(file), () => fault(readJson(file)));
    expect([refused.code, refused.message]).toEqual(['unreadable_file', `${file} cannot be accessed.`]);
  });
});

it('the format is told by the shape', () => {
  expect(formatOf({ images: [], annotations: [] })).toBe('coco');
  expect(formatOf({ images: [entry('a.png', [])] })).toBe('karpathy');
  for (const other of [null, 5, [], {}, { images: 'x' }, { images: [] }, { images: [null] }, { images: [{ id: 1 }] }]) {
    expect(formatOf(other)).toBeNull();
  }
});

const exported: readonly ExportImage[] = [
  {
    exportId: 5,
    fileName: 'train/küste "1".png',
    width: 256,
    height: 255,
    split: 'train',
    class: 'bay',
    captions: ["A two-lane road , it's wet .", '飞机场'],
  },
  { exportId: 9, fileName: 'b.png', width: 8, height: 8, split: 'test', class: null, captions: [] },
];
const sourceOf = (id: string, image: ExportImage) => ({
  fileName: image.fileName,
  split: image.split,
  class: image.class,
  sourceId: id,
  captions: image.captions,
});

describe('what is exported', () => {
  it('as Karpathy comes back the same', async () => {
    const text = [...writeKarpathy('coast', exported)].join('');
    expect((await read('karpathy', text)).images).toEqual([sourceOf('5', exported[0]!), sourceOf('9', exported[1]!)]);
    const document = JSON.parse(text);
    expect(document.dataset).toBe('coast');
    expect(document.images[0]).toMatchObject({
      filename: 'küste "1".png',
      filepath: 'train',
      imgid: 5,
      sentids: [0, 1],
    });
    expect(document.images[0].sentences[0]).toEqual({
      tokens: ['a', 'two-lane', 'road', "it's", 'wet'],
      raw: "A two-lane road , it's wet .",
      imgid: 5,
      sentid: 0,
    });
    expect(document.images[1]).not.toHaveProperty('class');
  });

  it('as COCO comes back the same', async () => {
    const text = [...writeCoco('coast', exported)].join('');
    expect((await read('coco', text)).images).toEqual([sourceOf('5', exported[0]!), sourceOf('9', exported[1]!)]);
    const document = JSON.parse(text);
    expect(document.info).toEqual({ description: 'coast' });
    expect(document.images[0]).toEqual({
      id: 5,
      file_name: 'train/küste "1".png',
      width: 256,
      height: 255,
      split: 'train',
      class: 'bay',
    });
    expect(document.annotations).toEqual([
      { id: 1, image_id: 5, caption: "A two-lane road , it's wet ." },
      { id: 2, image_id: 5, caption: '飞机场' },
    ]);
  });

  it('of nothing is still a document', async () => {
    expect(JSON.parse([...writeKarpathy('x', [])].join(''))).toEqual({ dataset: 'x', images: [] });
    expect(JSON.parse([...writeCoco('x', [])].join(''))).toMatchObject({ images: [], annotations: [] });
    expect(JSON.parse([...writeCocoResults([])].join(''))).toEqual([]);
  });

  it('as results is one caption an image', () => {
    const text = [
      ...writeCocoResults([
        { exportId: 5, caption: 'a "bay"' },
        { exportId: 9, caption: '' },
      ]),
    ].join('');
    expect(JSON.parse(text)).toEqual([
      { image_id: 5, caption: 'a "bay"' },
      { image_id: 9, caption: '' },
    ]);
  });
});

it('images keep the ids of their file when all have one of their own, else take those of the project', () => {
  const ids = (...sourceIds: (string | null)[]) => [
    ...exportIds(sourceIds.map((sourceId, i) => ({ id: i + 1, sourceId }))).values(),
  ];
  expect(ids('30', '20')).toEqual([30, 20]);
  expect(ids('30', null)).toEqual([1, 2]);
  expect(ids('30', '30')).toEqual([1, 2]);
  expect(ids('30', 'x7')).toEqual([1, 2]);
  expect(ids('1234567890123456', '2')).toEqual([1, 2]);
});

it('a file in another encoding than UTF-8 does not pass for JSON', async () => {
  const file = writeJson('');
  writeFileSync(file, Buffer.from('{"a": 1}', 'utf16le'));
  expect((await fault(readJson(file))).code).toBe('malformed_file');
});
