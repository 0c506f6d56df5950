import { afterEach, beforeEach, expect, it } from 'vitest';
import { beamHypotheses } from '../../main/generation/beam.ts';
import { greedy, sample } from '../../main/generation/roll-out.ts';
import { applyRules, areNeutral } from '../../main/generation/writing-rules.ts';
import { tf } from '../../main/tensor/backend.ts';
import { Random } from '../../main/tensor/random.ts';
import { imagesOf, PlayedCaptioner, spell, type Table } from './played-captioner.ts';

let before: number;
beforeEach(() => {
  before = tf.memory().numTensors;
});
afterEach(() => expect(tf.memory().numTensors).toBe(before));

const ruled = (
  scores: number[],
  rules: Parameters<typeof applyRules>[1],
  prompt: number[],
  written: number[],
): number[] => {
  const row = Float32Array.from(scores);
  applyRules(row, rules, prompt, written, 2);
  return [...row];
};

it('a penalty of 2 halves positive scores of words that were written and doubles negative ones, once each', () => {
  expect(ruled([3, 4, -1, 5], { repetitionPenalty: 2 }, [1], [2, 2])).toEqual([3, 2, -2, 5]);
});

it('after 5 6 7 5 6 no trigram 5 6 7: 7 is ruled out; the prompt counts', () => {
  const scores = new Array(9).fill(0);
  const banned = ruled(scores, { noRepeatNgramSize: 3 }, [5, 6], [7, 5, 6]).map((score) => score === 0);
  expect(banned).toEqual([true, true, true, true, true, true, true, false, true]);
  // Words alone (n = 1): none is written twice. Fewer than n words: nothing is ruled out.
  expect(ruled([0, 0, 0], { noRepeatNgramSize: 1 }, [1], [0])).toEqual([-Infinity, -Infinity, 0]);
  expect(ruled([0, 0, 0], { noRepeatNgramSize: 3 }, [], [1])).toEqual([0, 0, 0]);
});

it('the end waits for the least number of new words; neutral rules are told', () => {
  expect(ruled([0, 0, 0], { minNewTokens: 2 }, [7, 7, 7], [1])).toEqual([0, 0, -Infinity]);
  expect(ruled([0, 0, 0], { minNewTokens: 2 }, [], [1, 1])).toEqual([0, 0, 0]);
  expect(areNeutral({})).toBe(true);
  expect(areNeutral({ repetitionPenalty: 1, noRepeatNgramSize: 0, minNewTokens: 0 })).toBe(true);
  expect(areNeutral({ noRepeatNgramSize: 2 })).toBe(false);
});

/** Likes a best, ends with one in five, and is indifferent to what came before. */
const stubborn: Table = new Proxy({}, { get: () => ({ a: 0.5, b: 0.3, '.': 0.2 }) });

it('greedy writing keeps the rules', () => {
  const memory = imagesOf(0);
  const written = (rules: object): string =>
    spell(greedy(new PlayedCaptioner([stubborn]), memory, 6, rules)[0]!.tokens);
  expect(written({})).toBe('aaaaaa');
  // Each pair once: aa, ab, ba, and after that a neither a nor b is left.
  expect(written({ noRepeatNgramSize: 2 })).toBe('aaba.');
  expect(written({ noRepeatNgramSize: 1 })).toBe('ab.');
  expect(written({ noRepeatNgramSize: 1, minNewTokens: 2 })).toBe('ab.');
  memory.dispose();
});

it('sampling draws from the distribution that the rules leave, and reports its ln p', () => {
  const memory = imagesOf(0);
  const options = { sequencesPerImage: 40, maxNewTokens: 1, temperature: 1, topK: 0, topP: 1, minNewTokens: 1 };
  for (const { tokens, logProbabilities } of sample(new PlayedCaptioner([stubborn]), memory, options, new Random(1))) {
    const text = spell(tokens);
    expect(['a', 'b']).toContain(text);
    // Without the end: 0.5 of 0.8 and 0.3 of 0.8.
    expect(logProbabilities[0]).toBeCloseTo(Math.log((text === 'a' ? 0.5 : 0.3) / 0.8), 5);
  }
  memory.dispose();
});

const options = { beams: 2, maxNewTokens: 3, lengthPenalty: 1 };
const found = (table: Table, more: object): [string, number][] => {
  const memory = imagesOf(0);
  try {
    const [hypotheses] = beamHypotheses(new PlayedCaptioner([table]), memory, { ...options, ...more });
    return hypotheses!.map(({ sequence, score }) => [spell(sequence.tokens), score]);
  } finally {
    memory.dispose();
  }
};

it('beam search compares what the rules make of ln p, and keeps the model’s own ln p beside', () => {
  const table: Table = { '': { a: 0.9, b: 0.1 }, a: { a: 0.8, '.': 0.2 }, b: { '.': 1 }, aa: { '.': 1 } };
  const memory = imagesOf(0);
  const rules = { ...options, lengthPenalty: 0, repetitionPenalty: 10 };
  const best = beamHypotheses(new PlayedCaptioner([table]), memory, rules)[0]![0]!;
  memory.dispose();
  // a again would count 10 · ln 0.8; the end after a counts ln 0.2.
  expect(spell(best.sequence.tokens)).toBe('a.');
  expect(best.score).toBeCloseTo(Math.log(0.9) + Math.log(0.2), 5);
  expect(best.sequence.logProbabilities[1]).toBeCloseTo(Math.log(0.2), 5);
});

const long: Table = {
  '': { '.': 0.4, a: 0.6 },
  a: { '.': 0.4, a: 0.6 },
  aa: { a: 1 },
};

it('early stopping ends with as many captions as beams; without it a longer one may still come', () => {
  const table: Table = { '': { '.': 0.4, a: 0.6 }, a: { '.': 0.4, b: 0.6 }, ab: { '.': 1 } };
  expect(found(table, { earlyStopping: true }).map(([text]) => text)).toEqual(['a.', '.']);
  // Per token: ab. ln 0.36 / 3 = −0.341 stands before a. ln 0.24 / 2 = −0.714 and "." ln 0.4 = −0.916.
  expect(found(table, { earlyStopping: 'never' }).map(([text]) => text)).toEqual(['ab.', 'a.']);
});

it('a caption that is cut competes where it may, and fewer than all beams are given on request', () => {
  // aaa, cut: ln 0.36 / 3 = −0.341; a. −0.714; "." −0.916.
  expect(found(long, { cut: 'compete' }).map(([text]) => text)).toEqual(['aaa', 'a.']);
  expect(found(long, {}).map(([text]) => text)).toEqual(['a.', '.']);
  expect(found(long, { sequences: 1 }).map(([text]) => text)).toEqual(['a.']);
  expect(() => found(long, { sequences: 3 })).toThrow('sequences must be 1 to 2 (beams), not 3.');
});
