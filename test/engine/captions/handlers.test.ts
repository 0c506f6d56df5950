import { expect, it } from 'vitest';
import { sampleEngine } from '../support/sample-engine.ts';

const running = sampleEngine();
const texts = async (id = 1) => (await running.api.images.get({ id })).captions.map(({ text }) => text);

it('an edit is there after a restart, can be undone after it, and redone after another', async () => {
  const before = await texts();
  const { id } = (await running.api.images.get({ id: 1 })).captions[1]!;
  await running.api.captions.update({ id, text: 'Edited.' });
  const after = [before[0], 'Edited.', before[2]];
  await running.restart();
  expect(await texts()).toEqual(after);
  expect(await running.api.captions.undoState({})).toEqual({ undo: 'Edit caption', redo: null });
  expect(await running.api.captions.undo({})).toEqual({ label: 'Edit caption', imageId: 1 });
  expect(await texts()).toEqual(before);
  await running.restart();
  expect(await running.api.captions.redo({})).toEqual({ label: 'Edit caption', imageId: 1 });
  expect(await texts()).toEqual(after);
});

it('every edit notes its author and the text it replaced, newest first', async () => {
  await running.api.settings.update({ author: 'Ana' });
  const { id, text } = (await running.api.images.get({ id: 1 })).captions[0]!;
  await running.api.captions.update({ id, text: 'One.' });
  await running.api.settings.update({ author: 'Ben' });
  await running.api.captions.update({ id, text: 'Two.' });
  expect(await running.api.captions.history({ id })).toMatchObject([
    { author: 'Ben', before: 'One.', after: 'Two.' },
    { author: 'Ana', before: text, after: 'One.' },
  ]);
});

it('writing the same text again is not an edit', async () => {
  const { id, text } = (await running.api.images.get({ id: 1 })).captions[0]!;
  expect((await running.api.captions.update({ id, text: ` ${text} ` })).editedAt).toBeNull();
  expect(await running.api.captions.undoState({})).toEqual({ undo: null, redo: null });
});

it('a caption is added at the end, found by search, counted, and gone again after undo', async () => {
  const { position, imageId } = await running.api.captions.add({ imageId: 3, text: 'A zeppelin.' });
  expect({ position, imageId }).toEqual({ position: 3, imageId: 3 });
  expect(await running.api.images.list({ text: 'zepp' })).toEqual({ ids: [3] });
  expect((await running.api.project.info({}))?.captions).toBe(190);
  await running.api.captions.undo({});
  expect(await running.api.images.list({ text: 'zepp' })).toEqual({ ids: [] });
  expect((await running.api.project.info({}))?.captions).toBe(189);
});

it('removing the middle caption leaves the others at positions 0 and 1, and undo puts it back in its place', async () => {
  const before = await texts();
  const { id } = (await running.api.images.get({ id: 1 })).captions[1]!;
  await running.api.captions.remove({ id });
  expect((await running.api.images.get({ id: 1 })).captions.map((caption) => caption.position)).toEqual([0, 1]);
  await expect(running.api.captions.update({ id, text: 'Late.' })).rejects.toMatchObject({ code: 'not_found' });
  await running.api.captions.undo({});
  expect(await texts()).toEqual(before);
});

it('a flag shows on the card and in the filter, and does not count as an edit of the text', async () => {
  const { id } = (await running.api.images.get({ id: 2 })).captions[0]!;
  expect(await running.api.captions.setStatus({ id, status: 'flagged' })).toMatchObject({
    status: 'flagged',
    editedAt: null,
  });
  expect((await running.api.images.cards({ ids: [2] }))[0]).toMatchObject({ flagged: true, reviewed: false });
  expect(await running.api.images.list({ statuses: ['flagged'] })).toEqual({ ids: [2] });
  expect((await running.api.captions.undo({}))?.label).toBe('Mark caption as flagged');
});

it('a new edit after an undo drops what could have been redone', async () => {
  const { id } = (await running.api.images.get({ id: 1 })).captions[0]!;
  await running.api.captions.update({ id, text: 'One.' });
  await running.api.captions.undo({});
  await running.api.captions.update({ id, text: 'Two.' });
  expect(await running.api.captions.redo({})).toBeNull();
  expect((await texts())[0]).toBe('Two.');
});

it('every change tells which image it was', async () => {
  const { id } = (await running.api.images.get({ id: 5 })).captions[0]!;
  await running.api.captions.update({ id, text: 'Told.' });
  await running.api.captions.undo({});
  expect(running.heard('imagesChanged').slice(-2)).toEqual([{ imageIds: [5] }, { imageIds: [5] }]);
});
