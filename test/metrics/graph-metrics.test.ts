import { expect, it } from 'vitest';
import { graphRates } from '../../main/metrics/graph-metrics.ts';
import type { GraphComparison, SceneGraph } from '../../preload/contract/scene-graph.ts';

const exact = (count: number) => ({ min: count, max: count, text: String(count) });
const graphOf = (...objects: (readonly [string, number | null])[]): SceneGraph => ({
  objects: objects.map(([name, count]) => ({
    name,
    surface: name,
    spans: [],
    count: count === null ? null : exact(count),
    attributes: [],
  })),
  relations: [],
});
const reason = { rule: 'lemma', score: 1 } as const;
const comparisonOf = (
  references: readonly (readonly [string, number | null])[],
  rest: Partial<GraphComparison>,
): GraphComparison => ({
  references: references.map(([name, count]) => ({
    name,
    captions: [0],
    mentions: [],
    counts: count === null ? [] : [exact(count)],
  })),
  matched: [],
  missing: [],
  hallucinated: [],
  countDifferences: [],
  ...rest,
});

it('"There is a forest." against a forest, a river and a road: SDE 1/3, oversight 2/3, nothing hallucinated', () => {
  const rates = graphRates(
    graphOf(['forest', null]),
    comparisonOf(
      [
        ['forest', null],
        ['river', null],
        ['road', null],
      ],
      { matched: [{ candidate: 0, reference: 0, reason }], missing: [1, 2] },
    ),
  );
  expect(rates.sde).toBeCloseTo(1 / 3, 12);
  expect(rates.oversight).toBeCloseTo(2 / 3, 12);
  expect(rates.hallucination).toBe(0);
  expect(rates.objectF1).toBeCloseTo((2 * 1 * (1 / 3)) / (1 + 1 / 3), 12);
});

it('four planes and three buildings against five and one: absolute (1 + 2) ÷ 2, signed (−1 + 2) ÷ 2', () => {
  const rates = graphRates(
    graphOf(['plane', 4], ['building', 3]),
    comparisonOf(
      [
        ['plane', 5],
        ['building', 1],
      ],
      {
        matched: [
          { candidate: 0, reference: 0, reason },
          { candidate: 1, reference: 1, reason },
        ],
        countDifferences: [
          { candidate: 0, reference: 0, candidateCount: 4, referenceCount: 5 },
          { candidate: 1, reference: 1, candidateCount: 3, referenceCount: 1 },
        ],
      },
    ),
  );
  expect(rates.countAbsolute).toBe(1.5);
  expect(rates.countSigned).toBe(0.5);
});

it('an equal count counts as an error of 0, and one stated on one side only does not count', () => {
  const rates = graphRates(
    graphOf(['plane', 4], ['road', 2], ['tree', null]),
    comparisonOf(
      [
        ['plane', 4],
        ['road', null],
        ['tree', 3],
      ],
      {
        matched: [0, 1, 2].map((at) => ({ candidate: at, reference: at, reason })),
        countDifferences: [{ candidate: 0, reference: 0, candidateCount: 4, referenceCount: 4 }],
      },
    ),
  );
  expect(rates.countAbsolute).toBe(0);
});

it('a caption without objects has no hallucination rate, and references without objects no SDE', () => {
  const empty = graphRates(graphOf(), comparisonOf([['road', null]], { missing: [0] }));
  expect(empty.hallucination).toBeNull();
  expect(empty.sde).toBe(0);
  const nothing = graphRates(graphOf(['road', null]), comparisonOf([], { hallucinated: [0] }));
  expect(nothing.sde).toBeNull();
  expect(nothing.hallucination).toBe(1);
});
