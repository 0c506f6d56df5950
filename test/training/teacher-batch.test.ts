import { expect, it } from 'vitest';
import { teacherBatch, withoutPadding } from '../../main/training/teacher-batch.ts';

const special = { padding: 0, start: 1, end: 2, forbidden: [0, 1, 3] };

it('shows the start and all but the last word, and asks for each next one', () => {
  const { inputs, labels, weights, length, tokens } = teacherBatch(
    [
      [7, 8, 2],
      [9, 2],
    ],
    special,
  );
  expect([length, tokens]).toEqual([3, 5]);
  expect([...inputs]).toEqual([1, 7, 8, 1, 9, 0]);
  expect([...labels]).toEqual([7, 8, 2, 9, 2, 0]);
  expect([...weights]).toEqual([...Float32Array.of(0.2, 0.2, 0.2, 0.2, 0.2, 0)]);
});

it('without padding there are labels and weights of the tokens alone, sequence by sequence', () => {
  const batch = teacherBatch(
    [
      [7, 2],
      [9, 3, 2],
    ],
    special,
    { ignored: new Set([3]) },
  );
  expect(batch.lengths).toEqual([2, 3]);
  const { labels, weights } = withoutPadding(batch);
  expect([...labels]).toEqual([7, 2, 9, 3, 2]);
  expect([...weights]).toEqual([0.25, 0.25, 0.25, 0, 0.25]);
});

it('a weight a sequence is divided by the tokens of all: 3 and −6 over three tokens', () => {
  const { weights } = teacherBatch([[7, 2], [8]], special, { weightOf: (row) => [3, -6][row]! });
  expect([...weights]).toEqual([1, 1, -2, 0]);
});

it('ignored words are shown but not asked for, and do not count', () => {
  const { inputs, weights, tokens } = teacherBatch([[7, 3, 8, 2]], special, { ignored: new Set([3]) });
  expect([...inputs]).toEqual([1, 7, 3, 8]);
  expect(tokens).toBe(3);
  expect([...weights]).toEqual([...Float32Array.of(1 / 3, 0, 1 / 3, 1 / 3)]);
});

it('nothing to ask for gives weights of 0, not of no number', () => {
  expect([...teacherBatch([[3, 3]], special, { ignored: new Set([3]) }).weights]).toEqual([0, 0]);
  const empty = teacherBatch([[]], special);
  expect([empty.length, empty.tokens, ...empty.weights]).toEqual([1, 0, 0]);
});
