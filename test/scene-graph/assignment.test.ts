import { expect, it } from 'vitest';
import { assign } from '../../main/scene-graph/assignment.ts';

/** The greatest total by trying every choice, row by row. */
function bestTotal(scores: readonly (readonly number[])[], row = 0, taken = 0): number {
  if (row === scores.length) return 0;
  let best = bestTotal(scores, row + 1, taken);
  for (const [column, score] of scores[row]!.entries()) {
    const bit = 1 << column;
    if (score > 0 && (taken & bit) === 0) best = Math.max(best, score + bestTotal(scores, row + 1, taken | bit));
  }
  return best;
}

const totalOf = (scores: readonly (readonly number[])[], columns: readonly number[]): number =>
  columns.reduce((sum, column, row) => sum + (column === -1 ? 0 : scores[row]![column]!), 0);

it('takes the greatest total, not the greatest single score: 0.9 + 0.95 beats 1 + 0', () => {
  expect(
    assign([
      [0.9, 1],
      [0, 0.95],
    ]),
  ).toEqual([0, 1]);
});

it('leaves a row alone that matches nothing, and takes the better of two rows for one column', () => {
  expect(assign([[0], [0.6], [0.7]])).toEqual([-1, -1, 0]);
  expect(assign([])).toEqual([]);
  expect(assign([[], []])).toEqual([-1, -1]);
});

it('agrees with trying everything on 600 random tables, and is one-to-one', () => {
  // A linear congruential generator: the same tables in every run.
  let state = 12_345;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
  for (let round = 0; round < 600; round++) {
    const columns = 1 + Math.floor(random() * 6);
    const scores = Array.from({ length: 1 + Math.floor(random() * 6) }, () =>
      // Few distinct values, so that ties are common; a third are forbidden.
      Array.from({ length: columns }, () => (random() < 1 / 3 ? 0 : Math.ceil(random() * 10) / 10)),
    );
    const assigned = assign(scores);
    const used = assigned.filter((column) => column !== -1);
    expect(new Set(used).size).toBe(used.length);
    for (const [row, column] of assigned.entries()) if (column !== -1) expect(scores[row]![column]).toBeGreaterThan(0);
    expect(totalOf(scores, assigned)).toBeCloseTo(bestTotal(scores), 9);
  }
});
