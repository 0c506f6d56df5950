import { expect, it } from 'vitest';
import { read } from '../scene-graph/support.ts';

// "is" kept the first subject for the rest of the sentence: the pond became green and yellow, the airport dark.
it('"and", "while" or a comma with a verb of its own starts a new subject', () => {
  expect(read('The pond is green and the meadow is yellow.').objects).toEqual(['pond (green)', 'meadow (yellow)']);
  expect(read('The roofs are red, the walls are white.').objects).toEqual(['roof (red)', 'wall (white)']);
  expect(read('The yard is empty while two trucks park on the road.')).toEqual({
    objects: ['yard (empty)', '2 truck', 'road'],
    relations: ['truck > park on > road'],
  });
  expect(read('Houses stand in a town where the trees are withered.').objects).toContain('tree (withered)');
});

it('a second name, or "others", is still about the first subject', () => {
  expect(read('The area is a vineyard and is green.').objects).toEqual(['area (green)', 'vineyard']);
  expect(read('Some plants are withered while others are healthy.').objects).toEqual(['plant (withered, healthy)']);
});
