import type { Random } from '../tensor/random.ts';

/**
 * Batches of one epoch: every item once, in random order, as equal in size as can be. 1,680 items in steps of 24 give 70
 * batches; 10 in steps of 4 give 4, 3 and 3, rather than a last one of 2 whose gradient is noise.
 */
export function epochBatches<T>(items: readonly T[], size: number, random: Random): T[][] {
  const shuffled = random.shuffled(items);
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, at) =>
    shuffled.slice(Math.round((at * items.length) / count), Math.round(((at + 1) * items.length) / count)),
  );
}

/** Steps of an epoch, as `epochBatches` makes them. */
export function stepsPerEpoch(items: number, size: number): number {
  return Math.ceil(items / size);
}

/**
 * `count` different items in random order; when there are fewer, all of them again and again until it is filled. Throws a
 * RangeError where there is nothing to draw from.
 */
export function drawn<T>(items: readonly T[], count: number, random: Random): T[] {
  if (items.length === 0 && count > 0) throw new RangeError(`${count} were to be drawn from nothing.`);
  const result: T[] = [];
  while (result.length < count) result.push(...random.shuffled(items).slice(0, count - result.length));
  return result;
}
