import { expect, it } from 'vitest';
import { graphRates } from '../../main/metrics/graph-metrics.ts';
import { compareGraphs } from '../../main/scene-graph/compare.ts';
import { objectMarks } from '../../renderer/features/compare/object-marks.ts';
import { graph, object } from '../scene-graph/support.ts';

// The second of two namesakes was taken for one more count that agrees, and halved the error.
it('two white and one gray plane against five: one count, −2', () => {
  const candidate = graph([object('plane', 2, 'white'), object('plane', 1, 'gray')]);
  const rates = graphRates(candidate, compareGraphs(candidate, [graph([object('plane', 5)])]));
  expect(rates.countAbsolute).toBe(2);
  expect(rates.countSigned).toBe(-2);
});

// The compare screen marked "4, references 4" as a difference.
it('a count that agrees is an error of 0, and no difference to show', () => {
  const candidate = graph([object('plane', 4), object('road', 1)]);
  const comparison = compareGraphs(candidate, [graph([object('plane', 4), object('road', 2)])]);
  expect(graphRates(candidate, comparison).countAbsolute).toBe((0 + 1) / 2);
  expect(objectMarks(candidate, comparison).map((mark) => mark.countDifference)).toEqual([
    null,
    { said: 1, references: 2 },
  ]);
});
