import { expect, it } from 'vitest';
import { fitWords, millions } from '../../../renderer/features/library/fit-words.ts';

it('says in a word whether a model fits, and on what figures', () => {
  const words = (fit: 'fits' | 'tight' | 'too-large') => fitWords({ fit, bytes: 17.9e9 }, 20.2e9);
  expect(words('fits')).toEqual({
    word: 'fits',
    tone: 'ok',
    detail: 'needs about 17.9 GB of the 20.2 GB that are free',
  });
  expect(words('tight')).toMatchObject({ word: 'tight', detail: expect.stringContaining('close other programs') });
  expect(words('too-large')).toMatchObject({ word: 'too large', tone: 'bad' });
});

it('names the numbers of a model as people do', () => {
  expect([4_453_824, 223_971_644, 4_022_969_088].map(millions)).toEqual(['4.5 M', '224 M', '4.02 G']);
});
