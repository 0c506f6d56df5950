import { expect, it } from 'vitest';
import { trainingSplits } from '../../../main/training/config/splits.ts';

const image = (id: number, split: string, captions: readonly string[] = ['A road.']) => ({ id, split, captions });
const many = (split: string, count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => image(from + at, split));
const ids = (images: readonly { readonly id: number }[]): number[] => images.map(({ id }) => id);

it.each(['val', 'validation', 'dev'])('"%s" is what a run is judged by', (name) => {
  const { train, val, heldOut } = trainingSplits([...many('train', 12), ...many(name, 2, 50)]);
  expect([ids(train).length, ids(val), heldOut]).toEqual([12, [50, 51], false]);
});

it('spare validation images are learned from', () => {
  const { train } = trainingSplits([image(1, 'train'), image(2, 'restval'), image(3, 'val')]);
  expect(ids(train)).toEqual([1, 2]);
});

it('without a validation split every tenth training image is held out, and is not learned from', () => {
  const { train, val, heldOut } = trainingSplits(many('train', 25));
  expect(heldOut).toBe(true);
  expect(ids(val)).toEqual([9, 19]);
  expect(ids(train)).toHaveLength(23);
  expect(ids(train).filter((id) => ids(val).includes(id))).toEqual([]);
});

it('of fewer than ten images none is held out', () => {
  const { train, val, heldOut } = trainingSplits(many('train', 9));
  expect([ids(train).length, ids(val), heldOut]).toEqual([9, [], false]);
});

it('test images and those of other splits are never used, not even when there is nothing else to be judged by', () => {
  const { train, val } = trainingSplits([...many('train', 20), ...many('test', 20, 100), ...many('Testing', 5, 200)]);
  expect([...ids(train), ...ids(val)].every((id) => id < 20)).toBe(true);
});

it('images without captions are neither learned from nor judged by nor counted when holding out', () => {
  const bare = image(99, 'train', []);
  expect(ids(trainingSplits([bare, image(1, 'train'), image(2, 'val', [])]).train)).toEqual([1]);
  const { val } = trainingSplits([bare, ...many('train', 10)]);
  expect(ids(val)).toEqual([9]);
});

it('a validation split without captions is none: images are held out instead', () => {
  const { heldOut, val } = trainingSplits([...many('train', 10), image(50, 'val', [])]);
  expect([heldOut, ids(val)]).toEqual([true, [9]]);
});
