import { expect, it } from 'vitest';
import { printGraph } from '../../main/scene-graph/text-form.ts';
import { readWrittenGraph } from '../../main/scene-graph/written-graph.ts';

it.each([
  ['( girl , is , young ) , ( girl , on , bed )', '( girl , is , young ) , ( girl , on , bed )'],
  // Broken off in the middle of a fact.
  ['( plane , is , white ) , ( plane , near', '( plane , is , white )'],
  // Two and four parts, and an empty one, are not facts.
  ['( plane , white ) , ( a , b , c , d ) , ( tank , , field ) , ( tank , on , lawn )', '( tank , on , lawn )'],
  ['(tank,on,lawn)( tank , on , lawn )', '( tank , on , lawn )'],
  ['( river )', '( river )'],
  ['I cannot see a graph here.', ''],
  ['', ''],
])('what a model wrote, %j, states %j', (written, expected) => {
  expect(printGraph(readWrittenGraph(written))).toBe(expected);
});
