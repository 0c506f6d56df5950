import { afterEach, beforeEach, expect, it } from 'vitest';
import { greedy, sample } from '../../main/generation/roll-out.ts';
import type { Sequence } from '../../main/generation/sequence.ts';
import { tf } from '../../main/tensor/backend.ts';
import { Random } from '../../main/tensor/random.ts';
import { imagesOf, PlayedCaptioner, randomTable, spell, type Table } from './played-captioner.ts';

let before: number;
beforeEach(() => {
  before = tf.memory().numTensors;
});
// Every test here also shows that nothing leaks.
afterEach(() => expect(tf.memory().numTensors).toBe(before));

const everything = { topK: 0, topP: 1, temperature: 1, sequencesPerImage: 1, maxNewTokens: 5 };
const short: Table = { '': { a: 0.7, b: 0.2, '.': 0.1 }, a: { '.': 0.5, b: 0.3, c: 0.2 }, 'a.': { c: 1 } };
const long: Table = { '': { b: 0.6, '.': 0.4 }, b: { c: 0.9, '.': 0.1 }, bc: { '.': 0.8, a: 0.2 } };

function on<T>(tables: number[], run: (memory: ReturnType<typeof imagesOf>) => T): T {
  const memory = imagesOf(...tables);
  try {
    return run(memory);
  } finally {
    memory.dispose();
  }
}

it('greedy stops at the first end token and reports ln p of each word, the end token among them', () => {
  const [caption] = on([0], (memory) => greedy(new PlayedCaptioner([short]), memory, 5));
  expect(spell(caption!.tokens)).toBe('a.');
  expect(caption!.finished).toBe(true);
  // ln 0.7 = −0.356675, ln 0.5 = −ln 2.
  expect(caption!.logProbabilities).toEqual([expect.closeTo(-0.356675, 5), expect.closeTo(-Math.LN2, 5)]);
});

it('a sample reports the entropy of what each word was drawn from', () => {
  const certain = { ...everything, topK: 1 };
  const [caption] = on([0], (memory) => sample(new PlayedCaptioner([short]), memory, certain, new Random(1)));
  expect(spell(caption!.tokens)).toBe('a.');
  // −(0.7 ln 0.7 + 0.2 ln 0.2 + 0.1 ln 0.1) = 0.801819; −(0.5 ln 0.5 + 0.3 ln 0.3 + 0.2 ln 0.2) = 1.029653.
  expect(caption!.entropies).toEqual([expect.closeTo(0.801819, 5), expect.closeTo(1.029653, 5)]);
});

it('a rule that never applies changes nothing, though every word is then looked at', () => {
  const tables = Array.from({ length: 20 }, (_, seed) => randomTable(seed, 4));
  const rule = { noRepeatNgramSize: 50 };
  const [plain, ruled] = on(
    tables.map((_, index) => index),
    (memory) => [{}, rule].map((options) => greedy(new PlayedCaptioner(tables), memory, 4, options)),
  ) as [Sequence[], Sequence[]];
  expect(new Set(plain.map(({ tokens }) => spell(tokens))).size).toBeGreaterThan(5);
  for (const [at, { tokens, logProbabilities, finished }] of plain.entries())
    expect(ruled[at]).toMatchObject({
      tokens,
      finished,
      logProbabilities: logProbabilities.map((value) => expect.closeTo(value, 5)),
    });
});

it('greedy at its last token is unfinished and has no end token', () => {
  const [caption] = on([0], (memory) => greedy(new PlayedCaptioner([long]), memory, 2));
  expect([spell(caption!.tokens), caption!.finished]).toEqual(['bc', false]);
});

it('an image that is done is left out while the others go on, and all stop with the last', () => {
  const model = new PlayedCaptioner([short, long]);
  const captions = on([0, 1], (memory) => greedy(model, memory, 9));
  expect(captions.map(({ tokens }) => spell(tokens))).toEqual(['a.', 'bc.']);
  expect(model.steps).toEqual(['^^', 'ab', 'c']);
  expect(model.kept).toEqual([[1]]);
});

it('one that is done among many others stays and is fed padding', () => {
  const model = new PlayedCaptioner([short, long]);
  const captions = on([1, 0, ...new Array<number>(7).fill(1)], (memory) => greedy(model, memory, 9));
  expect(captions.map(({ tokens }) => spell(tokens))).toEqual(['bc.', 'a.', ...new Array<string>(7).fill('bc.')]);
  expect(model.steps).toEqual(['^^^^^^^^^', 'babbbbbbb', 'c_ccccccc']);
  expect(model.kept).toEqual([]);
});

it('an image is done with the last of its samples', () => {
  const tables: Table[] = [{ '': { a: 0.5, '.': 0.5 }, a: { '.': 1 } }, long];
  const model = new PlayedCaptioner(tables);
  const options = { ...everything, sequencesPerImage: 2 };
  const captions = on([0, 1], (memory) => sample(model, memory, { ...options, topK: 2 }, new Random(3)));
  const texts = captions.map(({ tokens }) => spell(tokens));
  // One of the first image's samples ends at once, and stays for the sake of the other.
  expect(texts.slice(0, 2).sort()).toEqual(['.', 'a.']);
  expect(model.steps[1]!.slice(0, 2)).toBe(texts[0] === '.' ? '_a' : 'a_');
  expect(model.kept[0]).toEqual([2, 3]);
});

it('sequences of one image stand next to each other', () => {
  const certain = ['a', 'b'].map((letter): Table => ({ '': { [letter]: 1 }, [letter]: { '.': 1 } }));
  const options = { ...everything, sequencesPerImage: 2 };
  const captions = on([1, 0], (memory) => sample(new PlayedCaptioner(certain), memory, options, new Random(1)));
  expect(captions.map(({ tokens }) => spell(tokens))).toEqual(['b.', 'b.', 'a.', 'a.']);
});

const count = (captions: readonly Sequence[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { tokens } of captions) counts.set(spell(tokens), (counts.get(spell(tokens)) ?? 0) + 1);
  return counts;
};

/** Pearson's χ² of what was drawn against probabilities that must name everything that was. */
function chiSquare(captions: readonly Sequence[], expected: Readonly<Record<string, number>>): number {
  const counts = count(captions);
  expect([...counts.keys()].filter((key) => !(key in expected))).toEqual([]);
  return Object.entries(expected).reduce((sum, [key, probability]) => {
    const mean = probability * captions.length;
    return sum + ((counts.get(key) ?? 0) - mean) ** 2 / mean;
  }, 0);
}

const two: Table = { '': { a: 0.5, b: 0.3, '.': 0.2 }, a: { '.': 0.6, c: 0.4 }, b: { '.': 0.1, b: 0.9 } };
const drawMany = (options: Partial<typeof everything>, seed = 5): Sequence[] =>
  on([0], (memory) =>
    sample(
      new PlayedCaptioner([two]),
      memory,
      { ...everything, maxNewTokens: 2, sequencesPerImage: 5000, ...options },
      new Random(seed),
    ),
  );

it('sampling follows the distribution of whole captions', () => {
  const expected = { '.': 0.2, 'a.': 0.3, ac: 0.2, 'b.': 0.03, bb: 0.27 };
  // 99.9 % of honest draws stay below 18.47 with 4 degrees of freedom.
  expect(chiSquare(drawMany({}), expected)).toBeLessThan(18.47);
  // And the test would notice: a shift of two hundredths is caught.
  expect(chiSquare(drawMany({}), { ...expected, 'a.': 0.27, ac: 0.23 })).toBeGreaterThan(18.47);
});

it('temperature ½ squares the probabilities, and the ln p that is reported is that of the squares', () => {
  // First word: 0.25, 0.09, 0.04 of 0.38.
  const captions = drawMany({ temperature: 0.5, maxNewTokens: 1 });
  expect(chiSquare(captions, { a: 0.25 / 0.38, b: 0.09 / 0.38, '.': 0.04 / 0.38 })).toBeLessThan(13.82); // 2 degrees
  const b = captions.find(({ tokens }) => spell(tokens) === 'b')!;
  expect(b.logProbabilities[0]).toBeCloseTo(Math.log(0.09 / 0.38), 5);
});

it('top-k 2 draws from the two likeliest words in proportion, and reports their ln p in the whole distribution', () => {
  const captions = drawMany({ topK: 2, maxNewTokens: 1 });
  expect(chiSquare(captions, { a: 0.625, b: 0.375 })).toBeLessThan(10.83); // 1 degree
  const a = captions.find(({ tokens }) => spell(tokens) === 'a')!;
  expect(a.logProbabilities[0]).toBeCloseTo(Math.log(0.5), 5);
});

it('top-p keeps the fewest likeliest words that reach it: 0.5 keeps one, 0.51 two, 0.81 all three', () => {
  const kept = (topP: number): string[] => [...count(drawMany({ topP, maxNewTokens: 1 })).keys()].sort();
  expect(kept(0.49)).toEqual(['a']);
  expect(kept(0.51)).toEqual(['a', 'b']);
  expect(kept(0.81)).toEqual(['.', 'a', 'b']);
  expect(chiSquare(drawMany({ topP: 0.7, maxNewTokens: 1 }), { a: 0.625, b: 0.375 })).toBeLessThan(10.83);
});

it('equal seeds draw equal captions, other seeds others', () => {
  expect(drawMany({}, 7)).toEqual(drawMany({}, 7));
  expect(drawMany({}, 7)).not.toEqual(drawMany({}, 8));
});

it('a model that fails in the middle frees what it held', () => {
  const failing = (): Sequence[] =>
    on([1], (memory) => sample(new PlayedCaptioner([long, long], 2), memory, everything, new Random(3)));
  const failingGreedy = (): Sequence[] => on([1], (memory) => greedy(new PlayedCaptioner([long, long], 2), memory, 5));
  expect(failingGreedy).toThrow('the device is gone');
  expect(failing).toThrow('the device is gone');
});
