import { describe, expect, it } from 'vitest';
import { ProjectStore } from '../../main/store/project-store.ts';
import { addImage, everyImage, reopen, rewrite, temporaryFile } from './support.ts';

const textsOf = (store: ProjectStore, imageId: number) => store.captions.ofImage(imageId).map(({ text }) => text);
const newProject = () => ProjectStore.create(temporaryFile());

describe('undo and redo', () => {
  it('survive a restart at every step', () => {
    let store = newProject();
    const image = addImage(store, 'a.png', ['a bay']);
    rewrite(store, 1, { text: 'a wide bay' });
    rewrite(store, 1, { text: 'a wide sandy bay' });
    store = reopen(store);
    expect(store.edits.state()).toEqual({ undo: 'Edit caption', redo: null });
    expect(store.edits.undo()).toEqual({ label: 'Edit caption', imageId: image, imageIds: [image], hasGraphs: false });
    store = reopen(store);
    expect(textsOf(store, image)).toEqual(['a wide bay']);
    store.edits.undo();
    expect(textsOf(store, image)).toEqual(['a bay']);
    expect(store.captions.row(1)?.editedAt).toBeNull();
    expect(store.edits.undo()).toBeNull();
    store = reopen(store);
    store.edits.redo();
    store = reopen(store);
    store.edits.redo();
    expect(textsOf(store, image)).toEqual(['a wide sandy bay']);
    expect(store.edits.redo()).toBeNull();
    store.close();
  });

  it('a new edit after an undo ends what could be redone', () => {
    const store = newProject();
    const image = addImage(store, 'a.png', ['one']);
    rewrite(store, 1, { text: 'two' });
    rewrite(store, 1, { text: 'three' });
    store.edits.undo();
    rewrite(store, 1, { text: 'four' });
    expect(store.edits.state().redo).toBeNull();
    expect(store.edits.redo()).toBeNull();
    store.edits.undo();
    store.edits.undo();
    expect(textsOf(store, image)).toEqual(['one']);
    store.close();
  });

  it('bring a removed caption back at its place with its id, and take an added one away', () => {
    const store = newProject();
    const image = addImage(store, 'a.png', ['first', 'second', 'third']);
    const second = store.captions.row(2)!;
    const edit = (label: string) => ({ label, author: 'ana', at: '2026-01-02T03:04:05.000Z' });
    store.edits.apply(edit('Remove caption'), [{ before: second, after: null }]);
    expect(store.captions.ofImage(image).map(({ id, position }) => [id, position])).toEqual([
      [1, 0],
      [3, 1],
    ]);
    const id = store.captions.nextId();
    const added = { ...second, id, position: store.captions.nextPosition(image), text: 'fourth' };
    store.edits.apply(edit('Add caption'), [{ before: null, after: added }]);
    expect(textsOf(store, image)).toEqual(['first', 'third', 'fourth']);
    store.edits.undo();
    store.edits.undo();
    expect(store.captions.ofImage(image).map((caption) => caption.id)).toEqual([1, 2, 3]);
    // The undone addition's id is not given to another caption: the log still names it.
    expect(store.captions.nextId()).toBe(id + 1);
    store.close();
  });

  it('keep the derived counts and the text index right', () => {
    const store = newProject();
    const image = addImage(store, 'a.png', ['a bay', 'a cove']);
    rewrite(store, 1, { status: 'flagged', text: 'a lagoon' });
    const found = (text: string) => store.images.list({ ...everyImage, text });
    expect(found('lagoon')).toEqual([image]);
    expect(store.images.cards([image])[0]).toMatchObject({ flagged: true, captionCount: 2 });
    store.edits.undo();
    expect(found('lagoon')).toEqual([]);
    expect(found('bay')).toEqual([image]);
    expect(store.images.cards([image])[0]).toMatchObject({ flagged: false, captionCount: 2 });
    store.close();
  });
});

it('1,000 captions are one edit and one undo', () => {
  const store = newProject();
  for (let i = 0; i < 200; i++) addImage(store, `${i}.png`, ['one', 'two', 'three', 'four', 'five']);
  const rows = Array.from({ length: 1000 }, (_, i) => store.captions.row(i + 1)!);
  const at = '2026-01-02T03:04:05.000Z';
  const imageIds = store.edits.apply(
    { label: 'Replace in 1,000 captions', author: 'ana', at },
    rows.map((before) => ({ before, after: { ...before, text: `${before.text}!`, editedAt: at } })),
  );
  expect(imageIds).toHaveLength(200);
  expect(textsOf(store, 200)).toEqual(['one!', 'two!', 'three!', 'four!', 'five!']);
  const undone = store.edits.undo();
  expect(undone).toMatchObject({ label: 'Replace in 1,000 captions', imageId: null });
  expect(undone?.imageIds).toHaveLength(200);
  expect(rows.map(({ id }) => store.captions.row(id))).toEqual(rows);
  expect(store.edits.state()).toEqual({ undo: null, redo: 'Replace in 1,000 captions' });
  store.close();
});

it('an edit that fails half-way changes nothing and is not in the log', () => {
  const store = newProject();
  const image = addImage(store, 'a.png', ['one', 'two']);
  const [first, second] = [store.captions.row(1)!, store.captions.row(2)!];
  expect(() =>
    store.edits.apply({ label: 'Edit', author: 'ana', at: '2026-01-02T03:04:05.000Z' }, [
      { before: first, after: { ...first, text: 'changed' } },
      { before: second, after: { ...second, status: 'perfect' as never } },
    ]),
  ).toThrow(/CHECK/);
  expect(textsOf(store, image)).toEqual(['one', 'two']);
  expect(store.edits.state()).toEqual({ undo: null, redo: null });
  store.close();
});

it('the history of a caption is its texts, newest first, without status changes and what was undone', () => {
  const store = newProject();
  addImage(store, 'a.png', ['one']);
  rewrite(store, 1, { text: 'two' });
  rewrite(store, 1, { status: 'reviewed' });
  rewrite(store, 1, { text: 'three' });
  rewrite(store, 1, { text: 'four' });
  store.edits.undo();
  const at = '2026-01-02T03:04:05.000Z';
  expect(store.edits.history(1)).toEqual([
    { at, author: 'ana', before: 'two', after: 'three' },
    { at, author: 'ana', before: 'one', after: 'two' },
  ]);
  expect(store.edits.history(2)).toEqual([]);
  store.close();
});

it('texts of any script, quotes and line breaks come back as they were', () => {
  let store = newProject();
  const odd = ['飞机场', `it's "two" \\ tanks`, 'a\nb\tc', '🛩️ é é', 'x'.repeat(5000)];
  const image = addImage(store, 'a.png', ['one']);
  for (const text of odd) rewrite(store, 1, { text });
  store = reopen(store);
  for (const text of odd.toReversed()) {
    expect(textsOf(store, image)).toEqual([text]);
    store.edits.undo();
  }
  expect(textsOf(store, image)).toEqual(['one']);
  store.close();
});
