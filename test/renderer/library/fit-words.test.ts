import { expect, it } from 'vitest';
import { fitWords, parameterWords } from '../../../renderer/features/library/fit-words.ts';

it('says in a word whether a model fits, and on what figures', () => {
  const words = (fit: 'fits' | 'tight' | 'too-large') => fitWords({ fit, bytes: 17.9e9 }, 20.2e9);
  expect(words('fits')).toEqual({
    word: 'Fits',
    tone: 'ok',
    detail: 'needs about 17.9 GB of memory; 20.2 GB free',
  });
  expect(words('tight')).toMatchObject({ word: 'Tight', detail: expect.stringContaining('Close other programs') });
  expect(words('too-large')).toMatchObject({
    word: 'Too large',
    tone: 'bad',
    detail: expect.stringContaining('only 20.2 GB free'),
  });
});

it('says how large a model is as people do', () => {
  expect([4_453_824, 223_971_644, 4_022_969_088].map(parameterWords)).toEqual([
    '4.5 million parameters',
    '224 million parameters',
    '4.02 billion parameters',
  ]);
});
