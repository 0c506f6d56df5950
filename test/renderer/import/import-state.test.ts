import { expect, it } from 'vitest';
import {
  completeSource,
  dropProblem,
  mergeDetected,
  mergeDropped,
} from '../../../renderer/features/import/import-state.ts';

const nothing = { captionsFile: null, imagesDirectory: null, format: null };
const chosen = { captionsFile: '/a/dataset.json', imagesDirectory: '/a/images', format: 'karpathy' } as const;

it('a dropped folder takes the place of the one before and leaves the caption file', () => {
  const dropped = { ...nothing, imagesDirectory: '/b/images' };
  expect(mergeDropped(chosen, dropped)).toEqual({ ...chosen, imagesDirectory: '/b/images' });
});

it('a dropped caption file brings its own format, also one that cannot be told', () => {
  const dropped = { ...nothing, captionsFile: '/b/captions.json', format: 'coco' } as const;
  expect(mergeDropped(chosen, dropped)).toEqual({
    captionsFile: '/b/captions.json',
    imagesDirectory: '/a/images',
    format: 'coco',
  });
  expect(mergeDropped(chosen, { ...dropped, format: null }).format).toBeNull();
});

it('what was found beside a chosen file only fills what is empty', () => {
  const found = { captionsFile: '/b/x.json', imagesDirectory: '/b', format: 'coco' } as const;
  expect(mergeDetected({ ...chosen, imagesDirectory: null }, found)).toMatchObject({
    captionsFile: '/a/dataset.json',
    imagesDirectory: '/b',
  });
});

it('a drop that holds nothing to import is named by its files, whatever their separators', () => {
  expect(dropProblem(['/home/a/notes.txt', 'C:\\maps\\b.pdf'], nothing)).toMatch(
    /^notes\.txt, b\.pdf cannot be imported\./,
  );
  expect(dropProblem(['/home/a/images'], { ...nothing, imagesDirectory: '/home/a/images' })).toBeNull();
});

it('an import needs all three', () => {
  expect(completeSource(chosen)).toEqual(chosen);
  for (const missing of Object.keys(chosen)) expect(completeSource({ ...chosen, [missing]: null })).toBeNull();
});
