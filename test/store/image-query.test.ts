import { describe, expect, it } from 'vitest';
import { fullTextQuery, imageQuerySql } from '../../main/store/image-query.ts';
import { ProjectStore } from '../../main/store/project-store.ts';
import type { ImageQuery } from '../../preload/contract/images.ts';
import { addImage, everyImage, rewrite, temporaryFile } from './support.ts';

function port(): ProjectStore {
  const store = ProjectStore.create(temporaryFile());
  addImage(store, 'img10.png', ['Two storage tanks near a café'], { class: 'port', split: 'train' });
  addImage(store, 'img2.png', ['a green field', 'trees'], { class: 'farm', split: 'val' });
  addImage(store, 'Ä_quay.png', [], { class: 'port', split: 'test' });
  addImage(store, 'plain.png', ['a tank and a storage hall'], { class: null, split: 'train' });
  rewrite(store, 1, { status: 'flagged' });
  rewrite(store, 2, { status: 'reviewed' });
  return store;
}
const store = port();
const list = (query: Partial<ImageQuery>) => store.images.list({ ...everyImage, ...query });

describe('every given criterion must hold', () => {
  it.each<[string, Partial<ImageQuery>, number[]]>([
    ['nothing given', {}, [1, 2, 3, 4]],
    ['class', { classes: ['port'] }, [1, 3]],
    ['two classes', { classes: ['port', 'farm'] }, [1, 2, 3]],
    ['split', { splits: ['train'] }, [1, 4]],
    ['status', { statuses: ['flagged'] }, [1]],
    ['two statuses', { statuses: ['flagged', 'reviewed'] }, [1, 2]],
    ['class and split', { classes: ['port'], splits: ['test'] }, [3]],
    ['class and status', { classes: ['farm'], statuses: ['flagged'] }, []],
    ['text and split', { text: 'tank', splits: ['train'] }, [1, 4]],
    ['a class that is none', { classes: [`' OR 1=1 --`] }, []],
  ])('%s', (_, query, ids) => {
    expect(list(query)).toEqual(ids);
  });
});

describe('text', () => {
  it.each([
    ['tan', [1, 4], 'starts of words'],
    ['STORAGE tank', [1, 4], 'all words in any order and case'],
    ['"storage tanks"', [1], 'a phrase'],
    ['"storage ta', [], 'a phrase that is not closed: whole words'],
    ['cafe', [1], 'without accents'],
    ['img10', [1], 'file names'],
    ['quay', [3], 'file names of images without captions'],
    ['anks', [], 'not the middle of words'],
    ['field trees', [2], 'over all captions of the image'],
    ['NOT', [], 'operators are words'],
    ['tank AND field', [], 'operators are words'],
  ])('%s finds %j: %s', (text, ids) => {
    expect(list({ text })).toEqual(ids);
  });

  it.each([
    '"',
    '""',
    '*',
    ' ^ ',
    '( ',
    'a" OR "b',
    'tank*',
    '-tank',
    'x:y',
    "'",
    '🛩️',
    'ta\u0000nk',
    '\ud83d',
    'NEAR(a b)',
    '\u{323af}',
  ])('nothing typed is an error: %j', (text) => {
    expect(Array.isArray(list({ text }))).toBe(true);
  });

  it('without a word in it is not a criterion', () => {
    expect(fullTextQuery(' "" * -- ')).toBeNull();
    expect(list({ text: '*' })).toEqual([1, 2, 3, 4]);
    expect(fullTextQuery('storage "two tanks"')).toBe('"storage"* AND "two tanks"');
  });
});

describe('order', () => {
  it.each<[ImageQuery['sort'], boolean, number[]]>([
    ['imported', true, [4, 3, 2, 1]],
    ['name', false, [2, 1, 4, 3]],
    ['name', true, [3, 4, 1, 2]],
    ['class', false, [4, 2, 1, 3]],
    ['captions', false, [3, 1, 4, 2]],
    ['captions', true, [2, 4, 1, 3]],
  ])('by %s, descending %s', (sort, descending, ids) => {
    expect(list({ sort, descending })).toEqual(ids);
  });
});

describe('the plan', () => {
  const planOf = (query: Partial<ImageQuery>): string => {
    const { sql, parameters } = imageQuerySql({ ...everyImage, ...query });
    const rows = store.db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[];
    return rows.map(({ detail }) => detail).join('; ');
  };

  it('by name and by class walks an index instead of sorting', () => {
    for (const descending of [false, true]) {
      expect(planOf({ sort: 'name', descending })).toMatch(/INDEX images_by_name/);
      expect(planOf({ sort: 'class', descending })).toMatch(/INDEX images_by_class/);
      expect(planOf({ sort: 'name', descending }) + planOf({ sort: 'class', descending })).not.toContain('TEMP B-TREE');
    }
  });

  it('of a class or a split looks it up', () => {
    expect(planOf({ classes: ['port'] })).toMatch(/SEARCH images USING (COVERING )?INDEX images_by_class/);
    expect(planOf({ splits: ['val'] })).toMatch(/SEARCH images USING (COVERING )?INDEX images_by_split/);
  });

  it('reads no caption whatever is asked', () => {
    const all = planOf({ text: 'tank', classes: ['port'], splits: ['val'], statuses: ['draft'], sort: 'captions' });
    expect(all).not.toMatch(/\bcaptions\b/);
  });
});

it('facets count images', () => {
  expect(store.images.classes()).toEqual([
    { name: 'farm', images: 1 },
    { name: 'port', images: 2 },
  ]);
  expect(store.images.splits()).toEqual([
    { name: 'train', images: 2, captions: 2 },
    { name: 'val', images: 1, captions: 2 },
    { name: 'test', images: 1, captions: 0 },
  ]);
  expect(store.images.statuses()).toEqual([
    { name: 'draft', images: 2 },
    { name: 'reviewed', images: 1 },
    { name: 'flagged', images: 1 },
  ]);
});

it('cards come in the order asked for, without unknown ids', () => {
  expect(store.images.cards([4, 99, 2]).map(({ id, caption }) => [id, caption])).toEqual([
    [4, 'a tank and a storage hall'],
    [2, 'a green field'],
  ]);
});
