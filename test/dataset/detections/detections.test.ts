import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readDetections } from '../../../main/dataset/detections/formats.ts';
import { planDetections } from '../../../main/dataset/detections/plan-detections.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir détections '));
  mkdirSync(path.join(folder, 'labels'));
});
const write = (name: string, content: unknown) => {
  const file = path.join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};
const labels = () => path.join(folder, 'labels');
const malformed = (...parts: string[]) => {
  const message = expect.stringMatching(new RegExp(parts.join('.*'), 's'));
  return expect.objectContaining({ code: 'malformed_file', message });
};

describe('COCO', () => {
  const categories = [
    { id: 1, name: 'plane' },
    { id: 2, name: 'storage-tank' },
  ];
  it('a dataset: images without objects are there too, unknown fields are ignored', async () => {
    const file = write('d.json', {
      info: {},
      images: [
        { id: 7, file_name: 'x\\a.png' },
        { id: 8, file_name: 'b.png' },
      ],
      categories,
      annotations: [{ id: 1, image_id: 7, category_id: 2, bbox: [0, 0, 1, 1], score: 0.25, iscrowd: 0 }],
    });
    expect(await readDetections('coco', file, null)).toEqual([
      { name: 'x/a.png', sourceId: '7', boxes: [{ label: 'storage-tank', score: 0.25 }] },
      { name: 'b.png', sourceId: '8', boxes: [] },
    ]);
  });
  it('a list of results takes its categories from the dataset it was made on', async () => {
    const results = write('r.json', [{ image_id: 7, category_id: 1, bbox: [0, 0, 1, 1], score: 0.9 }]);
    const classes = write('d.json', { categories });
    expect(await readDetections('coco', results, classes)).toEqual([
      { name: '', sourceId: '7', boxes: [{ label: 'plane', score: 0.9 }] },
    ]);
    await expect(readDetections('coco', results, null)).rejects.toMatchObject({ code: 'bad_input' });
  });
  it('a category that is not listed is an error that names it', async () => {
    const file = write('d.json', { images: [], categories, annotations: [{ image_id: 7, category_id: 9 }] });
    await expect(readDetections('coco', file, null)).rejects.toEqual(malformed('d.json', '9'));
    await expect(readDetections('coco', write('e.json', {}), null)).rejects.toEqual(malformed('e.json', 'images'));
  });
});

describe('DOTA', () => {
  it('annotations, one file an image, with their heads and difficulty', async () => {
    write(
      'labels/P0001.txt',
      'imagesource:GoogleEarth\ngsd:0.14\n1.0 1 2 1 2 2 1 2 large-vehicle 0\r\n1 1 2 1 2 2 1 2 ship\n',
    );
    write('labels/P0002.txt', '');
    expect(await readDetections('dota', labels(), null)).toEqual([
      {
        name: 'P0001',
        sourceId: null,
        boxes: [
          { label: 'large-vehicle', score: null },
          { label: 'ship', score: null },
        ],
      },
      { name: 'P0002', sourceId: null, boxes: [] },
    ]);
  });
  it('results, one file a class, with scores', async () => {
    write('labels/Task1_plane.txt', 'P0001 0.75 1 1 2 1 2 2 1 2\nP0002 0.5 1 1 2 1 2 2 1 2\n');
    write('labels/Task1_ship.txt', 'P0001 0.25 1 1 2 1 2 2 1 2\n');
    expect(await readDetections('dota', labels(), null)).toEqual([
      {
        name: 'P0001',
        sourceId: null,
        boxes: [
          { label: 'plane', score: 0.75 },
          { label: 'ship', score: 0.25 },
        ],
      },
      { name: 'P0002', sourceId: null, boxes: [{ label: 'plane', score: 0.5 }] },
    ]);
  });
  it('a line that is none is named by file and number', async () => {
    write('labels/P0001.txt', '1 1 2 1 2 2 1 2 ship 0\n1 1 2 1 2 2 1 ship 0\n');
    await expect(readDetections('dota', labels(), null)).rejects.toEqual(malformed('P0001.txt', 'line 2'));
  });
});

describe('YOLO', () => {
  it('boxes, turned boxes and scores; names from classes.txt in the folder', async () => {
    write('labels/classes.txt', 'plane\nship\n');
    write('labels/a.txt', '0 0.5 0.5 0.1 0.1\n1 0.5 0.5 0.1 0.1 0.875\n1 0 0 1 0 1 1 0 1\n');
    expect(await readDetections('yolo', labels(), null)).toEqual([
      {
        name: 'a',
        sourceId: null,
        boxes: [
          { label: 'plane', score: null },
          { label: 'ship', score: 0.875 },
          { label: 'ship', score: null },
        ],
      },
    ]);
  });
  it.each([
    ['list', 'path: x\nnames:\n  - plane\n  - "swimming pool" # public\nnc: 2\n'],
    ['numbers', 'names:\n  0: plane\n  1: swimming pool\nnc: 2\n'],
    ['one line', "names: ['plane', 'swimming pool']\nnc: 2\n"],
    ['map', 'names: {0: plane, 1: swimming pool}\n'],
  ])('names from a YAML file: %s', async (_, yaml) => {
    write('labels/a.txt', '1 0.5 0.5 0.1 0.1\n');
    const [image] = await readDetections('yolo', labels(), write('data.yaml', yaml));
    expect(image?.boxes).toEqual([{ label: 'swimming pool', score: null }]);
  });
  it('without names, with an unknown class, with a box that is none', async () => {
    write('labels/a.txt', '3 0.5 0.5 0.1 0.1\n');
    await expect(readDetections('yolo', labels(), null)).rejects.toMatchObject({ code: 'bad_input' });
    const names = write('names.txt', 'plane\n');
    await expect(readDetections('yolo', labels(), names)).rejects.toEqual(malformed('a.txt', 'line 1', 'names.txt'));
    write('labels/a.txt', '0 0.5 0.5\n');
    await expect(readDetections('yolo', labels(), names)).rejects.toEqual(malformed('a.txt', 'line 1', '2 numbers'));
    write('labels/a.txt', 'plane 0.5 0.5 1 1\n');
    await expect(readDetections('yolo', labels(), names)).rejects.toEqual(malformed('a.txt', 'line 1', 'numbers'));
  });
});

it('what is not there, not a folder or empty of text files is an error that names it', async () => {
  await expect(readDetections('dota', path.join(folder, 'gone'), null)).rejects.toMatchObject({ code: 'not_found' });
  await expect(readDetections('dota', write('f', ''), null)).rejects.toMatchObject({ code: 'bad_input' });
  await expect(readDetections('yolo', labels(), null)).rejects.toMatchObject({ code: 'not_found' });
});

describe('counting', () => {
  const known = [
    { id: 1, fileName: 'harbor/A.png', sourceId: '7' },
    { id: 2, fileName: 'airport/a.png', sourceId: '8' },
    { id: 3, fileName: 'scene.v2.jpg', sourceId: null },
  ];
  const box = (label: string, score: number | null = null) => ({ label, score });
  const image = (name: string, sourceId: string | null, ...boxes: ReturnType<typeof box>[]) => ({
    name,
    sourceId,
    boxes,
  });
  const plan = (...images: ReturnType<typeof image>[]) =>
    planDetections(images, known, 0.5, (label) => label.replace('-', ' '));

  it('boxes of one label add up; those below the score do not count, those without a score do', () => {
    const { report, images } = plan(
      image('scene.v2', null, box('big-ship', 0.5), box('big-ship'), box('big-ship', 0.49), box('car', 1)),
    );
    expect(images).toEqual([
      {
        imageId: 3,
        objects: new Map([
          ['big ship', 2],
          ['car', 1],
        ]),
      },
    ]);
    expect(report).toMatchObject({ images: 1, boxes: 3, boxesBelowScore: 1 });
    expect(report.objects[0]).toEqual({ name: 'big ship', count: 2, images: 1 });
  });

  it.each([
    ['by its name with its folder', 'Airport/a.png', null, 2],
    ['with backslashes', 'harbor\\a.png', null, 1],
    ['not by a name that two images have', 'a.png', null, null],
    ['not by a stem that two images have', 'a', null, null],
    ['by its id where there is no name', '', '8', 2],
    ['not by its id where there is a name', 'b.png', '8', null],
    ['by a stem with a dot', 'scene.v2', null, 3],
  ] as const)('an image is found %s', (_, name, sourceId, expected) => {
    const { images, report } = plan(image(name, sourceId, box('car')));
    expect(images[0]?.imageId ?? null).toBe(expected);
    expect(report.imagesUnknown.count).toBe(expected === null ? 1 : 0);
  });
});
