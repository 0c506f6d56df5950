import { expect, it } from 'vitest';
import { link, operation } from '../../../main/models/graph-parser/labels.ts';
import { Random } from '../../../main/tensor/random.ts';
import { type AugmentOptions, joined, swappable, swapped } from '../../../main/training/graph-parser/augment.ts';
import { lengthBatches } from '../../../main/training/graph-parser/batches.ts';
import type { Example } from '../../../main/training/graph-parser/examples.ts';

/** "red car under trees": ( car , is , red ) , ( car , under , trees ). */
const cars: Example = {
  words: ['red', 'car', 'under', 'trees'],
  labels: {
    operations: Int32Array.of(-1, 0, 0, -1, 0),
    joins: Int32Array.of(-1, 0, 0, -1, 0),
    links: [{ kind: link.attribute, from: 2, to: 1 }],
    relations: [{ subject: 2, object: 4, template: 0, verb: -1 }],
  },
};
/** "running dogs" with a verb and an implied thing. */
const dogs: Example = {
  words: ['dogs', 'running'],
  labels: {
    operations: Int32Array.of(operation.replaced, 0, -1),
    joins: Int32Array.of(0, 0, -1),
    links: [],
    relations: [{ subject: 1, object: 0, template: 1, verb: 2 }],
  },
};
const options: AugmentOptions = {
  things: { singular: ['boat'], plural: ['boats'] },
  attributes: ['wooden'],
  isPlural: (word) => word.endsWith('s'),
  thingRate: 1,
  attributeRate: 1,
  joinRate: 1,
  longest: 30,
};

it('things become things of their number, attributes attributes, and the labels stay', () => {
  expect(swapped(cars, options, new Random(1))).toEqual({
    words: ['wooden', 'boat', 'under', 'boats'],
    labels: cars.labels,
  });
  expect(swapped(cars, { ...options, thingRate: 0, attributeRate: 0 }, new Random(1)).words).toEqual(cars.words);
});

it('a verb, a word that stands for another and a part of a name are left alone', () => {
  expect(swappable(dogs, 'thing')).toEqual([1]);
  const compound: Example = { ...cars, labels: { ...cars.labels, joins: Int32Array.of(-1, 0, 1, -1, 0) } };
  expect(swappable(compound, 'attribute')).toEqual([]);
  expect(swappable(compound, 'thing')).toEqual([4]);
});

it('two captions joined keep their facts, those of the second moved; the virtual word stays at 0', () => {
  const both = joined(cars, dogs, 30, new Random(2))!;
  const shift = both.words.length - dogs.words.length;
  expect(both.words.slice(0, 4)).toEqual(cars.words);
  expect(both.words.slice(shift)).toEqual(dogs.words);
  expect(both.labels.relations).toEqual([
    ...cars.labels.relations,
    { subject: 1 + shift, object: 0, template: 1, verb: 2 + shift },
  ]);
  expect(both.labels.operations[0]).toBe(operation.replaced);
  expect(both.labels.operations[1 + shift]).toBe(0);
  expect(both.labels.operations).toHaveLength(both.words.length + 1);
});

it('captions too long together, or with two implied things, are not joined', () => {
  expect(joined(cars, dogs, 5, new Random(1))).toBeNull();
  expect(joined(dogs, dogs, 30, new Random(1))).toBeNull();
});

it('batches have one length, no more positions and pairs than allowed, and hold every example once', () => {
  const examples = [cars, cars, cars, dogs, dogs];
  const batches = lengthBatches(examples, { positions: 10, pairs: 1000 }, new Random(1));
  expect(batches.flat()).toHaveLength(5);
  for (const batch of batches) {
    expect(new Set(batch.map(({ words }) => words.length)).size).toBe(1);
    expect(batch.length * (batch[0]!.words.length + 1)).toBeLessThanOrEqual(10);
  }
});
