import { expect, it } from 'vitest';
import { TimeLeft } from '../../main/training/time-left.ts';

const ratios = { steps: { to: 'images', ratio: 2 }, samples: { to: 'steps', ratio: 3 } };

it('is the average of each kind times what remains of it', () => {
  const left = new TimeLeft();
  left.took('a', 2000);
  left.took('b', 500);
  expect(left.seconds({ a: 3, b: 4 })).toBe(8); // 3 · 2 s + 4 · 0.5 s
});

it('follows what steps take now: a tenth of the difference each time', () => {
  const left = new TimeLeft();
  left.took('a', 1000);
  left.took('a', 2000); // 1000 + 0.1 · 1000
  expect(left.seconds({ a: 10 })).toBe(11);
});

it('guesses a kind that was not seen from another, until it was', () => {
  const left = new TimeLeft(ratios);
  left.took('images', 1000);
  expect(left.seconds({ images: 1, steps: 5 })).toBe(11); // 1 + 5 · 2
  left.took('steps', 4000);
  expect(left.seconds({ images: 1, steps: 5 })).toBe(21);
});

it('guesses from a guess: while images are prepared the self-critical steps are not seen either', () => {
  const left = new TimeLeft(ratios);
  left.took('images', 1000);
  expect(left.seconds({ steps: 1, samples: 2 })).toBe(14); // 2 + 2 · 3 · 2
});

it('is unknown while a kind that still comes can be neither seen nor guessed', () => {
  const left = new TimeLeft(ratios);
  expect(left.seconds({ images: 1 })).toBeNull();
  left.took('steps', 1000);
  expect(left.seconds({ images: 1, steps: 1 })).toBeNull();
  expect(left.seconds({ images: 0, steps: 1 })).toBe(1);
});

it('is not guessed from images that were read from the cache', () => {
  const left = new TimeLeft(ratios);
  left.took('cached images', 1);
  expect(left.seconds({ 'cached images': 500, steps: 5 })).toBeNull();
});

it('is 0 when nothing remains', () => {
  expect(new TimeLeft().seconds({ a: 0 })).toBe(0);
});
