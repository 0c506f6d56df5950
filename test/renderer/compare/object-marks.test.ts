import { expect, it } from 'vitest';
import { objectMarks } from '../../../renderer/features/compare/object-marks.ts';

const object = (name: string, count: string | null = null) => ({
  name,
  surface: `${name[0]!.toUpperCase()}${name.slice(1)}s`,
  spans: [],
  count: count === null ? null : { min: 2, max: 2, text: count },
  attributes: [{ name: 'green', span: [0, 1] as const }],
});

it('objects in the caption’s order, hallucinated where nothing matches, then the missing by how many name them', () => {
  const marks = objectMarks(
    { objects: [object('tree', 'two'), object('car')], relations: [] },
    {
      references: [
        { name: 'tree', captions: [0, 1], mentions: [], counts: [] },
        { name: 'road', captions: [1], mentions: [], counts: [] },
        { name: 'house', captions: [0, 1, 2], mentions: [], counts: [{ min: 3, max: 3, text: 'Three' }] },
      ],
      matched: [{ candidate: 0, reference: 0, reason: { rule: 'lemma', score: 1 } }],
      missing: [1, 2],
      hallucinated: [1],
      countDifferences: [{ candidate: 0, reference: 0, candidateCount: 2, referenceCount: 5 }],
    },
  );
  expect(marks.map(({ kind, name, count, references }) => [kind, name, count, references])).toEqual([
    ['matched', 'trees', 'two', 2],
    ['hallucinated', 'cars', null, 0],
    ['missing', 'house', 'three', 3],
    ['missing', 'road', null, 1],
  ]);
  expect(marks[0]?.countDifference).toEqual({ said: 2, references: 5 });
  expect(marks[0]?.attributes).toEqual(['green']);
  expect(marks[1]?.countDifference).toBeNull();
});

it('equal counts are no difference', () => {
  const marks = objectMarks(
    { objects: [object('tree', 'two')], relations: [] },
    {
      references: [{ name: 'tree', captions: [0], mentions: [], counts: [{ min: 2, max: 2, text: 'two' }] }],
      matched: [{ candidate: 0, reference: 0, reason: { rule: 'lemma', score: 1 } }],
      missing: [],
      hallucinated: [],
      countDifferences: [{ candidate: 0, reference: 0, candidateCount: 2, referenceCount: 2 }],
    },
  );
  expect(marks[0]?.countDifference).toBeNull();
});
