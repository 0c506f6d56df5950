import { expect, it } from 'vitest';
import { compareGraphs } from '../../main/scene-graph/compare.ts';
import { imageCounts } from '../../main/scene-graph/image-counts.ts';
import { graph, object, parse } from './support.ts';

it('captions win; where they state no number the detector’s holds, under their name', () => {
  const captions = [parse('Two planes near a terminal.'), parse('Several cars.')];
  expect(imageCounts(captions, { airplane: 3, car: 14, truck: 1, ship: 0 })).toEqual([
    { name: 'plane', count: 2, from: 'captions', detected: 3 },
    { name: 'car', count: 14, from: 'detector', detected: null },
    { name: 'truck', count: 1, from: 'detector', detected: null },
  ]);
});

it('labels that are kinds of one thing by name add up to it', () => {
  expect(imageCounts([parse('vehicles')], { 'small vehicle': 5, 'large vehicle': 2 })).toEqual([
    { name: 'vehicle', count: 7, from: 'detector', detected: null },
  ]);
});

it('nothing said and nothing seen is an empty dictionary', () => {
  expect(imageCounts([], {})).toEqual([]);
});

it('a caption is measured against the detector’s number where the references say "many"', () => {
  const candidate = graph([object('plane', 6)]);
  const many = parse('Many planes.');
  const { countDifferences } = compareGraphs(candidate, [many], { imageCounts: { airplane: 9 } });
  expect(countDifferences).toEqual([{ candidate: 0, reference: 0, candidateCount: 6, referenceCount: 9 }]);
});
