import { expect, it } from 'vitest';
import { parse } from '../scene-graph/support.ts';

const countOf = (text: string) => parse(text).objects[0]?.count;

// "several dozen" was read as exactly 12, "a few hundred" as exactly 100.
it('a quantifier multiplies the unit after it', () => {
  expect(countOf('Several dozen containers are in the yard.')).toMatchObject({
    min: 36,
    max: null,
    text: 'Several dozen',
  });
  expect(countOf('a few hundred houses')).toMatchObject({ min: 200, max: 500, text: 'a few hundred' });
  expect(countOf('many thousand trees')).toMatchObject({ min: 4000, max: null, text: 'many thousand' });
});

// "At" was taken for a preposition, and the count for exactly two.
it('"at least" is part of the count at the start of a caption too', () => {
  expect(countOf('At least two cranes stand on the quay.')).toMatchObject({ min: 2, max: null, text: 'At least two' });
});
