import { afterAll, beforeAll, expect, it } from 'vitest';
import { awkwardFolder, startEngine, type TestEngine } from '../support/test-engine.ts';

let folder: ReturnType<typeof awkwardFolder>;
let running: TestEngine;
beforeAll(async () => {
  folder = awkwardFolder();
  running = startEngine(folder.directory);
  await running.api.project.openSample({});
});
afterAll(async () => {
  await running.engine.close();
  folder.remove();
});
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
