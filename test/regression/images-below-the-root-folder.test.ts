import path from 'node:path';
import { expect, it } from 'vitest';
import { ImageFolder } from '../../main/dataset/image-folder.ts';
import { folderOf } from '../dataset/support.ts';

// "/" with a separator behind it is "//", which no path begins with: every image of a drive's root was searched by name.
it('images are found at their place below the root folder', async () => {
  const directory = folderOf({ 'a.png': '', '..b.png': '' });
  const { root } = path.parse(directory);
  const folder = await ImageFolder.open(root);
  const file = path.join(directory, 'a.png');
  expect(await folder.find(path.relative(root, file))).toBe(file);
  // A name that begins with dots is no way out.
  const inner = await ImageFolder.open(directory);
  expect(await inner.find('..b.png')).toBe(path.join(directory, '..b.png'));
});
