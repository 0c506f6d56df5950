import { afterEach, beforeEach, expect, it } from 'vitest';
import { beam, beamHypotheses } from '../../main/generation/beam.ts';
import type { BeamOptions, Hypothesis } from '../../main/generation/beam-search.ts';
import { greedy } from '../../main/generation/roll-out.ts';
import { tf } from '../../main/tensor/backend.ts';
import { imagesOf, PlayedCaptioner, randomTable, spell, type Table } from './played-captioner.ts';

let before: number;
beforeEach(() => {
  before = tf.memory().numTensors;
});
// Every test here also shows that nothing leaks.
afterEach(() => expect(tf.memory().numTensors).toBe(before));

const plain = { beams: 2, maxNewTokens: 10, lengthPenalty: 0 };

/** All beams of one image for each table. */
function search(model: PlayedCaptioner, images: readonly number[], options: Partial<BeamOptions> = {}): Hypothesis[][] {
  const memory = imagesOf(...images);
  try {
    return beamHypotheses(model, memory, { ...plain, ...options });
  } finally {
    memory.dispose();
  }
}
const found = (hypotheses: readonly Hypothesis[]): [string, number][] =>
  hypotheses.map(({ sequence, score }) => [spell(sequence.tokens), score]);

const misleading: Table = {
  '': { a: 0.6, b: 0.4 },
  a: { '.': 0.5, b: 0.25, c: 0.25 },
  b: { '.': 1 },
};

it('finds b (0.4 · 1) where greedy begins with the likelier a and ends at 0.6 · 0.5 = 0.3', () => {
  const model = new PlayedCaptioner([misleading]);
  const memory = imagesOf(0);
  expect(spell(greedy(model, memory, 10)[0]!.tokens)).toBe('a.');
  const [best] = beam(model, memory, plain);
  memory.dispose();
  expect([spell(best!.tokens), best!.finished]).toEqual(['b.', true]);
  expect(best!.logProbabilities).toEqual([expect.closeTo(Math.log(0.4), 5), expect.closeTo(0, 5)]);
});

it('scores are sums over length to the penalty, the end token counted', () => {
  const scores = (lengthPenalty: number) =>
    found(search(new PlayedCaptioner([misleading]), [0], { lengthPenalty })[0]!);
  expect(scores(0)).toEqual([
    ['b.', expect.closeTo(Math.log(0.4), 5)],
    ['a.', expect.closeTo(Math.log(0.3), 5)],
  ]);
  expect(scores(1)).toEqual([
    ['b.', expect.closeTo(Math.log(0.4) / 2, 5)],
    ['a.', expect.closeTo(Math.log(0.3) / 2, 5)],
  ]);
});

const endsEarly: Table = {
  '': { '.': 0.6, a: 0.4 },
  a: { '.': 0.9, b: 0.1 },
  ab: { '.': 1 },
};

it.each([
  // Ended: 0.6 and 0.36. Open: ab at 0.04. No longer sum can exceed ln 0.36.
  [0, 2],
  // ln 0.04 / 10 = −0.32 could still exceed ln 0.36 / 2 = −0.51: one more step, after which nothing is open.
  [1, 3],
  // Longer is worse: 3 · ln 0.04 against 2 · ln 0.36.
  [-1, 2],
])(
  'with length penalty %f it stops after %i steps, when nothing open can reach the worst kept caption',
  (lengthPenalty, steps) => {
    const model = new PlayedCaptioner([endsEarly]);
    expect(found(search(model, [0], { lengthPenalty })[0]!).map(([text]) => text)).toEqual(
      lengthPenalty === 1 ? ['.', 'a.'] : ['.', 'a.'],
    );
    // A place without a beam is fed padding.
    expect(model.steps).toEqual(['^^', 'a_', 'b_'].slice(0, steps));
  },
);

it('a longer caption that ends later replaces the worst kept one where the penalty favours it', () => {
  const table: Table = {
    '': { '.': 0.5, a: 0.5 },
    a: { '.': 0.2, b: 0.8 },
    ab: { c: 1 },
    abc: { '.': 1 },
  };
  // Per token: abc. ln 0.4 / 4 = −0.229, "." ln 0.5 = −0.693, a. ln 0.1 / 2 = −1.151, which is pushed out.
  expect(found(search(new PlayedCaptioner([table]), [0], { lengthPenalty: 1 })[0]!)).toEqual([
    ['abc.', expect.closeTo(Math.log(0.4) / 4, 5)],
    ['.', expect.closeTo(Math.log(0.5), 5)],
  ]);
});

it('below a penalty of 0 the next length is the best that an open caption can reach, not the longest', () => {
  const table: Table = { '': { '.': 0.5, a: 0.5 }, a: { b: 0.9, '.': 0.1 }, ab: { '.': 1 } };
  // After two steps a. has 2 · ln 0.05 = −5.99. Open: ab, which at length 3 has 3 · ln 0.45 = −2.40, at 10 −7.99.
  expect(found(search(new PlayedCaptioner([table]), [0], { lengthPenalty: -1 })[0]!)).toEqual([
    ['.', expect.closeTo(Math.log(0.5), 5)],
    ['ab.', expect.closeTo(3 * Math.log(0.45), 5)],
  ]);
});

it('an ending that is not among the best continuations of its step does not count', () => {
  const table: Table = { '': { a: 0.5, b: 0.4, '.': 0.1 }, a: { c: 1 }, b: { c: 1 }, ac: { '.': 1 }, bc: { '.': 1 } };
  // With a penalty of −4 "." at ln 0.1 would be the best: 81 · ln 0.5 is worse.
  const texts = found(search(new PlayedCaptioner([table]), [0], { lengthPenalty: -4 })[0]!).map(([text]) => text);
  expect(texts).toEqual(['ac.', 'bc.']);
});

/** Every caption of up to `length` tokens that ends, with its score: what the search is compared with. */
function exhaustive(table: Table, length: number, lengthPenalty: number): [string, number][] {
  const all: [string, number][] = [];
  const extend = (written: string, total: number): void => {
    for (const [letter, probability] of Object.entries(table[written]!)) {
      const sum = total + Math.log(probability);
      if (letter === '.') all.push([`${written}.`, sum / (written.length + 1) ** lengthPenalty]);
      else if (written.length + 1 < length) extend(written + letter, sum);
    }
  };
  extend('', 0);
  return all.sort(([, a], [, b]) => b - a);
}

it.each([0, 0.7, 1, 2, -0.5])(
  'with a beam for every sequence it equals exhaustive search, length penalty %f',
  (penalty) => {
    for (let seed = 0; seed < 5; seed++) {
      const table = randomTable(seed, 4);
      const options = { beams: 4 ** 4, maxNewTokens: 4, lengthPenalty: penalty };
      const [hypotheses] = search(new PlayedCaptioner([table]), [0], options);
      const finished = found(hypotheses!.filter(({ sequence }) => sequence.finished));
      const expected = exhaustive(table, 4, penalty);
      expect(expected).toHaveLength(1 + 3 + 9 + 27);
      expect(finished).toEqual(expected.map(([text, score]) => [text, expect.closeTo(score, 5)]));
      // Behind them stand the 81 that were cut, which never count as better.
      expect(hypotheses!.slice(40).every(({ sequence }) => !sequence.finished && sequence.tokens.length === 4)).toBe(
        true,
      );
      expect(hypotheses).toHaveLength(40 + 81);
    }
  },
);

/** Beam search as it is written in a book: everything sorted, every step taken. Only finished captions. */
function plodding(table: Table, { beams, maxNewTokens, lengthPenalty }: BeamOptions): [string, number][] {
  let open: [string, number][] = [['', 0]];
  const ended: [string, number][] = [];
  for (let length = 1; length <= maxNewTokens; length++) {
    const next = open
      .flatMap(([written, total]) =>
        Object.entries(table[written]!).map(([letter, p]): [string, number] => [written + letter, total + Math.log(p)]),
      )
      .sort(([, a], [, b]) => b - a);
    for (const [text, total] of next.slice(0, beams))
      if (text.endsWith('.')) ended.push([text, total / length ** lengthPenalty]);
    open = next.filter(([text]) => !text.endsWith('.')).slice(0, beams);
  }
  return ended.sort(([, a], [, b]) => b - a).slice(0, beams);
}

it('stopping early loses nothing against a search that takes every step', () => {
  const length = 6;
  let steps = 0;
  let searches = 0;
  for (let seed = 0; seed < 12; seed++)
    for (const beams of [2, 3, 5])
      for (const lengthPenalty of [-1, 0, 0.5, 1, 2]) {
        const options = { beams, maxNewTokens: length, lengthPenalty };
        const table = randomTable(seed, length);
        const model = new PlayedCaptioner([table]);
        const finished = search(model, [0], options)[0]!.filter(({ sequence }) => sequence.finished);
        expect(found(finished)).toEqual(
          plodding(table, options).map(([text, score]) => [text, expect.closeTo(score, 5)]),
        );
        steps += model.steps.length;
        searches += 1;
      }
  expect(steps).toBeLessThan(0.9 * searches * length);
});

it('one beam is the greedy caption in every value, whichever image of the batch ends first', () => {
  const memory = imagesOf(0, 1, 2);
  for (let seed = 0; seed < 20; seed++) {
    const model = new PlayedCaptioner([0, 1, 2].map((image) => randomTable(3 * seed + image, 6)));
    for (const lengthPenalty of [0, 1])
      expect(beam(model, memory, { beams: 1, maxNewTokens: 6, lengthPenalty })).toEqual(greedy(model, memory, 6));
  }
  memory.dispose();
});

it('of equally likely captions the one with the smaller token comes first', () => {
  const table: Table = { '': { c: 0.25, b: 0.25, a: 0.5 }, a: { '.': 1 }, b: { '.': 1 }, c: { '.': 1 } };
  const model = new PlayedCaptioner([table]);
  expect(found(search(model, [0], { beams: 3 })[0]!).map(([text]) => text)).toEqual(['a.', 'b.', 'c.']);
});

it('a caption cut at the last token is only given where none has ended', () => {
  const never: Table = { '': { a: 0.9, b: 0.1 }, a: { a: 1 }, b: { '.': 1 } };
  const [hypotheses] = search(new PlayedCaptioner([never]), [0], { maxNewTokens: 2 });
  expect(found(hypotheses!)).toEqual([
    ['b.', expect.closeTo(Math.log(0.1), 5)],
    ['aa', expect.closeTo(Math.log(0.9), 5)],
  ]);
  expect(hypotheses!.map(({ sequence }) => sequence.finished)).toEqual([true, false]);
  const [cut] = search(new PlayedCaptioner([never]), [0], { maxNewTokens: 1 });
  expect(found(cut!).map(([text]) => text)).toEqual(['a', 'b']);
});

it('the cache follows the beams: when the second beam overtakes, its row is copied', () => {
  const table: Table = {
    '': { a: 0.6, b: 0.4 },
    a: { a: 0.5, b: 0.5 },
    b: { c: 0.95, a: 0.05 },
    bc: { '.': 1 },
    aa: { '.': 1 },
  };
  const model = new PlayedCaptioner([table]);
  // After step 1: a 0.6, b 0.4. After step 2: bc 0.38 from row 1, aa 0.3 from row 0.
  expect(found(search(model, [0])[0]!).map(([text]) => text)).toEqual(['bc.', 'aa.']);
  expect(model.steps).toEqual(['^^', 'ab', 'ca']);
  expect(model.kept).toEqual([
    [0, 0],
    [1, 0],
  ]);
});

it('an image that is done is left out with its beams, and the others are written as they are alone', () => {
  const tables = [endsEarly, ...[1, 2].map((seed) => randomTable(seed, 6))];
  const options = { beams: 3, maxNewTokens: 6, lengthPenalty: 0 };
  const model = new PlayedCaptioner(tables);
  const together = search(model, [1, 0, 2], options).map(found);
  const alone = [1, 0, 2].map((image) => found(search(new PlayedCaptioner(tables), [image], options)[0]!));
  expect(together).toEqual(alone.map((kept) => kept.map(([text, score]) => [text, expect.closeTo(score, 5)])));
  // Nine rows at first; no row of image 0 in the middle, rows 3 to 5, is kept when it is done.
  const leaving = model.kept.find(({ length }) => length < 9)!;
  expect(leaving.filter((row) => row >= 3 && row < 6)).toEqual([]);
  expect(model.steps.at(-1)!.length).toBeLessThan(9);
});

it('images of a batch do not touch each other, whichever is done first', () => {
  const tables = [endsEarly, misleading, ...[1, 2, 3].map((seed) => randomTable(seed, 6))];
  for (const lengthPenalty of [0, 1]) {
    const options = { beams: 3, maxNewTokens: 6, lengthPenalty };
    const order = [4, 0, 2, 1, 3, 0];
    const together = search(new PlayedCaptioner(tables), order, options).map(found);
    // The sums of a row are rounded according to where in the batch it stands.
    for (const [at, image] of order.entries())
      expect(together[at]).toEqual(
        found(search(new PlayedCaptioner(tables), [image], options)[0]!).map(([text, score]) => [
          text,
          expect.closeTo(score, 5),
        ]),
      );
  }
});

it('a model that fails in the middle frees what it held', () => {
  expect(() => search(new PlayedCaptioner([misleading], 2), [0])).toThrow('the device is gone');
});

it('options that are not sizes are refused with their value', () => {
  const model = new PlayedCaptioner([misleading]);
  expect(() => search(model, [0], { beams: 0 })).toThrow('beams must be 1 or more, not 0.');
  expect(() => search(model, [0], { maxNewTokens: 1.5 })).toThrow('maxNewTokens must be 1 or more, not 1.5.');
  expect(() => search(model, [0], { lengthPenalty: Number.NaN })).toThrow('lengthPenalty must be a number, not NaN.');
});

it('a rule that never applies changes nothing, though every word is then looked at', () => {
  const tables = Array.from({ length: 20 }, (_, seed) => randomTable(seed, 4));
  const images = tables.map((_, index) => index);
  const options = { beams: 3, maxNewTokens: 4, lengthPenalty: 0.8 };
  const plainly = search(new PlayedCaptioner(tables), images, options).map(found);
  const ruled = search(new PlayedCaptioner(tables), images, { ...options, noRepeatNgramSize: 50 }).map(found);
  expect(ruled).toEqual(plainly.map((kept) => kept.map(([text, score]) => [text, expect.closeTo(score, 5)])));
});
