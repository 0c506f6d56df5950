import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../store/support.ts';
import { sampleEngine } from '../support/sample-engine.ts';

const running = sampleEngine('for the file');
const imageNamed = async (fileName: string): Promise<number> => {
  const { ids } = await running.api.images.list({ text: fileName });
  expect(ids).toHaveLength(1);
  return ids[0]!;
};

it('a caption is compared with the image’s other captions: the planted helicopter is unsupported', async () => {
  const { captions } = await running.api.graphs.forImage({ imageId: await imageNamed('"airplane-01"') });
  const { graph, comparison } = captions[1]!;
  expect(comparison!.hallucinated.map((index) => graph.objects[index]!.name)).toEqual(['helicopter']);
});

it('the pool that one caption leaves out is missing from it', async () => {
  const { captions } = await running.api.graphs.forImage({ imageId: await imageNamed('"denseresidential-01"') });
  const { references, missing } = captions[2]!.comparison!;
  expect(missing.map((index) => references[index]!.name)).toContain('swimming pool');
});

it('a caption that is edited has a new graph, and one without others has no comparison', async () => {
  const imageId = await imageNamed('"beach-01"');
  const [first, second, third] = (await running.api.images.get({ id: imageId })).captions;
  await running.api.captions.update({ id: first!.id, text: 'Three red boats.' });
  for (const caption of [second!, third!]) await running.api.captions.remove({ id: caption.id });
  const { captions } = await running.api.graphs.forImage({ imageId });
  expect(captions).toMatchObject([
    { text: 'Three red boats.', graph: { objects: [{ name: 'boat', count: { min: 3, max: 3 } }] }, comparison: null },
  ]);
});

it('an image without captions has none', async () => {
  const imageId = await imageNamed('"beach-02"');
  for (const { id } of (await running.api.images.get({ id: imageId })).captions)
    await running.api.captions.remove({ id });
  expect((await running.api.graphs.forImage({ imageId })).captions).toEqual([]);
});

describe('a graph corrected by hand', () => {
  const text = 'A dam across a river.';
  const graph = {
    objects: [
      { name: 'dam', surface: 'dam', spans: [[2, 5] as const], count: null, attributes: [] },
      { name: 'gorge', surface: 'river', spans: [[15, 20] as const], count: null, attributes: [] },
    ],
    relations: [{ subject: 0, predicate: 'across', object: 1, span: [6, 12] as const }],
  };
  const ofImage = async (imageId: number) => (await running.api.graphs.forImage({ imageId })).captions[0]!;

  it('is kept and marked, survives an edit that is taken back and another parser, and can be undone', async () => {
    const imageId = await imageNamed('"river-01"');
    const { id } = (await running.api.images.get({ id: imageId })).captions[0]!;
    await running.api.captions.update({ id, text });
    expect((await ofImage(imageId)).corrected).toBeNull();
    await running.api.graphs.correct({ captionId: id, graph });
    expect(await ofImage(imageId)).toMatchObject({ graph, corrected: { author: expect.any(String) } });
    expect(running.heard('imagesChanged').at(-1)).toEqual({ imageIds: [imageId] });

    await running.api.captions.update({ id, text: 'A bridge.' });
    expect(await ofImage(imageId)).toMatchObject({ corrected: null, graph: { objects: [{ name: 'bridge' }] } });
    expect(await running.api.captions.undo({})).toMatchObject({ label: 'Edit caption' });
    expect((await ofImage(imageId)).graph).toEqual(graph);

    expect(await running.api.graphs.parseAll({ jobId: 'all' })).toMatchObject({ corrected: 1 });
    expect((await ofImage(imageId)).graph).toEqual(graph);

    expect(await running.api.captions.undo({})).toMatchObject({ label: 'Correct graph', imageId });
    expect((await ofImage(imageId)).corrected).toBeNull();
    await running.api.captions.redo({});
    await running.api.graphs.uncorrect({ captionId: id });
    expect((await ofImage(imageId)).graph.objects.map(({ name }) => name)).toEqual(['dam', 'river']);
    const versions = await running.api.graphs.history({ captionId: id });
    expect(versions.map((version) => version.graph)).toEqual([null, graph]);
  });

  it('that points outside its caption is refused, and says why', async () => {
    const imageId = await imageNamed('"river-02"');
    const { id } = (await running.api.images.get({ id: imageId })).captions[0]!;
    const wrong = { objects: [{ ...graph.objects[0]!, spans: [[0, 5000] as const] }], relations: [] };
    await expect(running.api.graphs.correct({ captionId: id, graph: wrong })).rejects.toMatchObject({
      code: 'bad_input',
      message: expect.stringContaining('dam'),
    });
    await expect(running.api.graphs.correct({ captionId: 999_999, graph })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

it('parsing the project parses each text once and leaves what is kept alone; cancelled, it keeps what was done', async () => {
  const first = await running.api.graphs.parseAll({ jobId: 'first' });
  expect(first.texts).toBeGreaterThan(100);
  expect((await running.api.graphs.parseAll({ jobId: 'second' })).parsed).toBe(0);
});

describe("the project's ontology", () => {
  it('is what captions are matched by, here and after a restart, until it is given up', async () => {
    const imageId = await imageNamed('"airplane-01"');
    const hallucinated = async () => {
      const { captions } = await running.api.graphs.forImage({ imageId });
      const { graph, comparison } = captions[1]!;
      return comparison!.hallucinated.map((index) => graph.objects[index]!.name);
    };
    const { ontology, isOwn } = await running.api.graphs.ontology({});
    expect(isOwn).toBe(false);
    await running.api.graphs.setOntology({
      ontology: { ...ontology, same: [...ontology.same, ['Helicopter', 'airplane']] },
    });
    expect(running.heard('graphsChanged').length).toBeGreaterThan(0);
    expect(
      await running.api.graphs.explain({
        pairs: [
          ['helicopters', 'airplane'],
          ['road', 'lake'],
        ],
      }),
    ).toEqual([
      expect.objectContaining({ rule: 'group', score: 0.95, because: expect.stringContaining('helicopter') }),
      null,
    ]);
    await running.api.project.close({});
    await running.api.project.openSample({});
    expect((await running.api.graphs.ontology({})).isOwn).toBe(true);
    expect(await hallucinated()).toEqual([]);
    await running.api.graphs.setOntology({ ontology: null });
    expect(await hallucinated()).toEqual(['helicopter']);
  });
});

describe('detections', () => {
  it('join what a caption may miss, and the counts of the image; removing them takes them out', async () => {
    const imageId = await imageNamed('"storagetanks-01"');
    const labels = path.join(temporaryDirectory(), 'labels');
    mkdirSync(labels);
    writeFileSync(
      path.join(labels, 'storagetanks-01.txt'),
      '0 0.5 0.5 0.1 0.1\n0 0.2 0.2 0.1 0.1\n1 0.5 0.5 0.1 0.1 0.2\n',
    );
    writeFileSync(path.join(labels, 'elsewhere.txt'), '0 0.5 0.5 0.1 0.1\n');
    writeFileSync(path.join(labels, 'classes.txt'), 'Helipads\ncar\n');
    const request = { format: 'yolo' as const, file: labels, classesFile: null, name: null, minScore: 0.5 };
    const report = await running.api.detections.preview(request);
    expect(report).toMatchObject({
      name: 'labels',
      images: 1,
      imagesUnknown: { count: 1, examples: ['elsewhere'] },
      boxes: 2,
      boxesBelowScore: 1,
      objects: [{ name: 'helipad', count: 2, images: 1 }],
    });
    expect(await running.api.detections.sources({})).toEqual([]);
    await running.api.detections.import(request);
    const { captions, counts } = await running.api.graphs.forImage({ imageId });
    expect(counts).toContainEqual({ name: 'helipad', count: 2, from: 'detector', detected: null });
    const { references, missing } = captions[0]!.comparison!;
    expect(missing.map((index) => references[index])).toContainEqual(
      expect.objectContaining({ name: 'helipad', captions: [], mentions: [] }),
    );
    const [source] = await running.api.detections.sources({});
    expect(source).toMatchObject({ name: 'labels', images: 1, objects: 2 });
    await running.api.detections.remove({ id: source!.id });
    expect((await running.api.graphs.forImage({ imageId })).counts).not.toContainEqual(
      expect.objectContaining({ name: 'helipad' }),
    );
  });
});
