import { expect, it } from 'vitest';
import { type BestWords, bestWords } from '../../main/generation/best-words.ts';
import { logSoftmaxRow } from '../../main/generation/distribution.ts';
import { tf } from '../../main/tensor/backend.ts';
import { Random } from '../../main/tensor/random.ts';

function best(logits: number[][], count: number, forbidden: number[] = []): BestWords {
  const tensor = tf.tensor2d(logits);
  const found = bestWords(tensor, count, forbidden);
  tensor.dispose();
  return found;
}

it('keeps the likeliest words in order, the smaller id of equals first', () => {
  const found = best([[0, Math.log(2), Math.log(2), Math.log(3)]], 3);
  expect([...found.ids]).toEqual([3, 1, 2]);
  const [most, next] = [Math.log(3 / 8), Math.log(2 / 8)];
  expect([...found.logProbabilities]).toEqual([most, next, next].map((value) => expect.closeTo(value, 5)));
});

it('leaves out what is forbidden, whose share the others get', () => {
  const found = best([[50, Math.log(3), 0]], 3, [0]);
  expect([...found.ids]).toEqual([1, 2, 0]);
  expect([...found.logProbabilities]).toEqual([
    expect.closeTo(Math.log(0.75), 5),
    expect.closeTo(Math.log(0.25), 5),
    Number.NEGATIVE_INFINITY,
  ]);
});

it('finds no more words than there are', () => {
  const found = best(
    Array.from({ length: 2 }, () => [0, 0, 0]),
    8,
  );
  expect([found.count, found.ids.length]).toEqual([3, 6]);
});

it('agrees with going through every word', () => {
  const [rows, words, count] = [5, 700, 4];
  const random = new Random(1);
  const logits = Array.from({ length: rows }, () => Array.from({ length: words }, () => 6 * random.normal()));
  const found = best(logits, count, [3, 9]);
  for (let row = 0; row < rows; row++) {
    const values = Float32Array.from(logits[row]!);
    logSoftmaxRow(values, [3, 9], 1);
    const order = Array.from(values.keys()).sort((a, b) => values[b]! - values[a]!);
    expect([...found.ids.subarray(row * count, (row + 1) * count)]).toEqual(order.slice(0, count));
    for (let rank = 0; rank < count; rank++)
      expect(found.logProbabilities[row * count + rank]).toBeCloseTo(values[order[rank]!]!, 4);
  }
});

it('leaves no tensor behind', () => {
  const before = tf.memory().numTensors;
  best([[1, 2, 3]], 2, [1]);
  expect(tf.memory().numTensors).toBe(before);
});
