import fc from 'fast-check';
import { expect, it } from 'vitest';
import { align } from '../../../main/metrics/meteor/alignment.ts';
import { ParaphraseTable } from '../../../main/metrics/meteor/paraphrase-table.ts';
import { words } from '../support.ts';
import { matchesOf } from './support.ts';

/** [reference word, candidate word] of each match. */
const aligned = (candidate: string, reference: string) => {
  const { matches, chunks } = align(matchesOf(candidate, reference));
  return { pairs: matches.map(({ start, candidateStart }) => [start, candidateStart]), chunks };
};

it('an exact word is one match, a plural beside its singular is a stem and a synonym', () => {
  const { from, covered } = matchesOf('planes road', 'plane road');
  expect(from.map((matches) => matches.map(({ matcher }) => matcher))).toEqual([[1, 2], [0]]);
  expect([...covered]).toEqual([2, 1]);
});

it('the same captions are matched by exact words alone', () => {
  const { from } = matchesOf('car automobile', 'car automobile');
  expect(from.flat().map(({ matcher }) => matcher)).toEqual([0, 0]);
});

it('of two places for "a" the one that makes fewer chunks is taken', () => {
  // "a" before "road" continues the chunk; the other one would open a third.
  expect(aligned('a ship near a road', 'near a road')).toEqual({
    pairs: [
      [0, 2],
      [1, 3],
      [2, 4],
    ],
    chunks: 1,
  });
});

it('covering more words comes before fewer chunks', () => {
  const { pairs, chunks } = aligned('red x blue y red', 'red blue red');
  expect(pairs).toHaveLength(3);
  expect(chunks).toBe(3);
});

it('a stem with a rival is taken where it lengthens a chunk, and left out alone, as in METEOR 1.5', () => {
  expect(aligned('two planes', 'two plane').pairs).toEqual([
    [0, 0],
    [1, 1],
  ]);
  expect(aligned('planes', 'plane')).toEqual({ pairs: [], chunks: 0 });
});

it('a synonym without a rival is taken also alone', () => {
  expect(aligned('car', 'automobile')).toEqual({ pairs: [[0, 0]], chunks: 1 });
});

it('a phrase of the table is matched as a whole, in either direction', () => {
  const table = new ParaphraseTable();
  table.add(words('next to'), words('beside'));
  const forwards = align(matchesOf('beside ships', 'next to ships', table)).matches;
  const backwards = align(matchesOf('next to ships', 'beside ships', table)).matches;
  expect(forwards[0]).toMatchObject({ start: 0, length: 2, candidateStart: 0, candidateLength: 1 });
  expect(backwards[0]).toMatchObject({ start: 0, length: 1, candidateStart: 0, candidateLength: 2 });
});

it('forty words of one kind on both sides are aligned in order and in no time', () => {
  const many = Array(40).fill('tree').join(' ');
  const startedMs = performance.now();
  expect(aligned(many, `${many} tree`)).toMatchObject({ chunks: 1 });
  expect(performance.now() - startedMs).toBeLessThan(1_000);
});

const caption = fc.array(fc.constantFrom('a', 'b', 'c', 'plane', 'planes', 'airplane'), { maxLength: 9 });
it('no word is in two matches, and chunks are counted as the matches lie', () => {
  fc.assert(
    fc.property(caption, caption, (candidate, reference) => {
      const { pairs, chunks } = aligned(candidate.join(' '), reference.join(' '));
      expect(new Set(pairs.map(([start]) => start)).size).toBe(pairs.length);
      expect(new Set(pairs.map(([, start]) => start)).size).toBe(pairs.length);
      const breaks = pairs.filter(
        ([start, other], at) => at === 0 || start! - pairs[at - 1]![0]! !== 1 || other! - pairs[at - 1]![1]! !== 1,
      );
      expect(chunks).toBe(breaks.length);
    }),
  );
});

const letters = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 });
it('with exact words alone the search finds the most words and, among those, the fewest chunks', () => {
  fc.assert(
    fc.property(letters, letters, (candidate, reference) => {
      const { pairs, chunks } = aligned(candidate.join(' '), reference.join(' '));
      expect([pairs.length, chunks]).toEqual(exhaustive(candidate, reference));
    }),
  );
});

/** [words, chunks] of the best alignment, by trying all. */
function exhaustive(candidate: readonly string[], reference: readonly string[]): readonly [number, number] {
  let best: readonly [number, number] = [0, 0];
  const visit = (at: number, pairs: readonly (readonly [number, number])[]): void => {
    if (at === reference.length) {
      const chunks = pairs.filter(
        ([start, other], i) => i === 0 || start - pairs[i - 1]![0] !== 1 || other - pairs[i - 1]![1] !== 1,
      ).length;
      if (pairs.length > best[0] || (pairs.length === best[0] && chunks < best[1])) best = [pairs.length, chunks];
      return;
    }
    visit(at + 1, pairs);
    for (const [place, word] of candidate.entries()) {
      if (word === reference[at] && !pairs.some(([, taken]) => taken === place)) visit(at + 1, [...pairs, [at, place]]);
    }
  };
  visit(0, []);
  return best;
}
