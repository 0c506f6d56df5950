import { describe, expect, it } from 'vitest';
import { candidatePaths, nameKey, storedPath } from '../../main/store/image-paths.ts';
import { ProjectStore } from '../../main/store/project-store.ts';
import { addImage, imageOf, reopen, temporaryFile } from './support.ts';

describe('where an image is', () => {
  it.each([
    ['/data/coast', '/data/coast/images/a.png', 'images/a.png'],
    ['/data/coast', '/data/images/a.png', '../images/a.png'],
    ['/data/coast', '/data/coast/ä b/c.png', 'ä b/c.png'],
  ])('of a project in %s, %s is stored as %s', (directory, absolutePath, path) => {
    expect(storedPath(directory, absolutePath)).toEqual({ path, absolutePath });
  });

  it('is found when project and images moved together, and when the project moved alone', () => {
    const stored = storedPath('/data/coast', '/data/coast/images/a.png');
    expect(candidatePaths('/data/coast', stored)).toEqual(['/data/coast/images/a.png']);
    expect(candidatePaths('/other/coast', stored)).toEqual(['/other/coast/images/a.png', '/data/coast/images/a.png']);
  });
});

it('names are sorted by their numbers', () => {
  const sorted = ['img10.png', 'IMG2.png', 'img1.png', 'Img02b.png', 'a100'].toSorted((a, b) =>
    nameKey(a) < nameKey(b) ? -1 : 1,
  );
  expect(sorted).toEqual(['a100', 'img1.png', 'IMG2.png', 'Img02b.png', 'img10.png']);
  expect(nameKey('e\u0301')).toBe(nameKey('\u00e9'));
});

it('an image can be pointed at another place, and is then no longer missing', () => {
  let store = ProjectStore.create(temporaryFile());
  const ids = ['a.png', 'b.png', 'c.png'].map((name) => addImage(store, name, ['one']));
  const states = ids.map((id, i) => ({ id, missing: i < 2 }));
  expect(store.images.setMissing(states)).toEqual([ids[0], ids[1]]);
  // Asked again, nothing changes.
  expect(store.images.setMissing(states)).toEqual([]);
  expect(store.images.count()).toEqual({ images: 3, captions: 3, missing: 2 });
  store.images.moveTo(ids[0]!, { path: 'moved/a.png', absolutePath: '/new/moved/a.png' });
  store = reopen(store);
  expect(store.images.count().missing).toBe(1);
  expect(store.images.get(ids[0]!)).toMatchObject({ path: 'moved/a.png', missing: false, fileName: 'a.png' });
  expect(store.images.hasPath('moved/a.png')).toBe(true);
  expect(store.images.hasPath('images/a.png')).toBe(false);
  store.close();
});

it('a project holds an image once', () => {
  const store = ProjectStore.create(temporaryFile());
  addImage(store, 'a.png', []);
  expect(() => store.images.insert(imageOf('a.png'))).toThrow(/UNIQUE.*images\.path/);
  store.close();
});
