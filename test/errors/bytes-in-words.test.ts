import { expect, it } from 'vitest';
import { bytesInWords } from '../../main/errors/bytes-in-words.ts';

it('bytes are named in powers of 1,000: megabytes without a fraction, gigabytes with one digit', () => {
  expect([830.4e6, 999.4e6, 1e9, 23.56e9].map(bytesInWords)).toEqual(['830 MB', '999 MB', '1.0 GB', '23.6 GB']);
});
