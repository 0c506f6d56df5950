import { expect, it } from 'vitest';
// @ts-expect-error the provisioning scripts are plain JavaScript: they run before anything is installed
import { packArchive } from '../../scripts/provision/default-app.mjs';

it('an archive is two length-prefixed records around its index, padded to four bytes, then the files', () => {
  const archive: Buffer = packArchive({ a: 'xy', b: 'zé' });
  const index = '{"files":{"a":{"size":2,"offset":"0"},"b":{"size":3,"offset":"2"}}}';
  // 67 bytes of index and 1 of padding: inner record 4 + 68 = 72, outer record 8 + 68 = 76
  expect(index.length).toBe(67);
  expect([0, 4, 8, 12].map((at) => archive.readUInt32LE(at))).toEqual([4, 76, 72, 67]);
  expect(archive.subarray(16, 16 + 67).toString()).toBe(index);
  expect(archive.subarray(16 + 68).toString()).toBe('xyzé');
});
