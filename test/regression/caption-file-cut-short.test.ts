import { expect, it } from 'vitest';
import { readJson } from '../../main/dataset/read-json.ts';
import { writeJson } from '../dataset/support.ts';

// Only files that ended inside a text said so; the others "in line 7, column 4, near """.
it('a JSON file that ends anywhere before its end is said to be cut short', async () => {
  const whole = JSON.stringify(
    { images: [{ filename: 'a.png', size: -1.5e-30, ok: true, not: [false, null], raw: 'é \\ \u0001 "' }] },
    null,
    1,
  );
  for (let length = 1; length < whole.length; length++) {
    const file = writeJson(whole.slice(0, length));
    await expect(readJson(file), whole.slice(0, length)).rejects.toMatchObject({
      code: 'malformed_file',
      message: expect.stringContaining('it is incomplete: it ends in line'),
    });
  }
});
