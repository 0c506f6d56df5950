import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { writeFileAtomically as writeCheckpointFile } from '../../main/checkpoint/atomic-write.ts';
import { writeFileAtomically } from '../../main/store/atomic-file.ts';
import { temporaryFile } from '../store/support.ts';

// Removing the unfinished file failed too (ENOTDIR) and hid the error that names the file.
it('writing below a path that is a file says which file could not be written', async () => {
  const blocked = temporaryFile('file');
  writeFileSync(blocked, '');
  const file = path.join(blocked, 'export.json');
  await expect(writeFileAtomically(file, ['x'])).rejects.toMatchObject({
    code: 'unreadable_file',
    message: expect.stringContaining(`${file} cannot be written`),
  });
  expect(() => writeCheckpointFile(file, ['x'])).toThrow(
    expect.objectContaining({
      code: 'unreadable_file',
      message: expect.stringContaining(`${file} could not be written`),
    }),
  );
});
