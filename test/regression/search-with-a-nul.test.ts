import { expect, it } from 'vitest';
import { fullTextQuery } from '../../main/store/image-query.ts';
import { ProjectStore } from '../../main/store/project-store.ts';
import { addImage, everyImage, temporaryFile } from '../store/support.ts';

// Pasted text can hold a NUL; the full-text query then ended inside its quotes: "unterminated string".
it('a NUL parts words like a space', () => {
  const store = ProjectStore.create(temporaryFile());
  addImage(store, 'a.png', ['two storage tanks']);
  expect(fullTextQuery('tanks\0two')).toBe('"tanks"* AND "two"*');
  expect(store.images.list({ ...everyImage, text: 'tanks\0two' })).toEqual([1]);
  expect(store.images.list({ ...everyImage, text: '"storage\0tanks"' })).toEqual([1]);
  store.close();
});
