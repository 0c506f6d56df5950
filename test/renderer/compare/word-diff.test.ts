import { describe, expect, it } from 'vitest';
import { diffWords, side, wordsChanged } from '../../../renderer/features/compare/word-diff.ts';

describe('the word diff', () => {
  const segments = diffWords('There is a road.', 'there is a long river .');

  it('marks words, not letters, and passes over case', () => {
    expect(segments[0]).toEqual({ kind: 'same', text: 'there is a', before: 'There is a' });
    expect(segments.some(({ kind, text }) => kind === 'removed' && text === 'road.')).toBe(true);
    expect(
      side(segments, 'before')
        .map(({ text }) => text)
        .join(' '),
    ).toBe('There is a road.');
  });

  it('gives each side back without the other’s words', () => {
    expect(side(segments, 'after').every(({ kind }) => kind !== 'removed')).toBe(true);
    expect(
      side(segments, 'after')
        .map(({ text }) => text)
        .join(' '),
    ).toBe('there is a long river .');
  });

  it('shows each model’s caption as it wrote it, letter case and full stops with it', () => {
    const [a, b] = ['It is a old baseball diamond.', 'A brown baseball diamond lies on dark green grass.'];
    const shown = (which: 'before' | 'after') =>
      side(diffWords(a, b), which)
        .map(({ text }) => text)
        .join(' ');
    expect([shown('before'), shown('after')]).toEqual([a, b]);
  });

  it('a full stop joined to its word is not a change', () => {
    expect(diffWords('a road', 'A road.').every(({ kind }) => kind === 'same')).toBe(true);
  });

  it('counts the words that changed', () => {
    expect(wordsChanged(diffWords('a road', 'a road'))).toBe(0);
    expect(wordsChanged(diffWords('a road here', 'a long river here'))).toBe(2);
  });

  it('an empty text is all added', () => {
    expect(diffWords('', 'a road')).toEqual([{ kind: 'added', text: 'a road' }]);
  });
});
