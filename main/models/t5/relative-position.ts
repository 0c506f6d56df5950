import type { T5StackConfig } from './config.ts';

/**
 * The bucket of `distance` = key position − query position, as T5 counts them: half the buckets for single steps, the
 * rest logarithmic up to `maxDistance`. An encoder spends half of all on keys to the right; a decoder sees none there.
 * With 32 buckets and 128 as distance, a decoder puts −3 into 3 and −20 into 17.
 */
export function relativeBucket(
  distance: number,
  { buckets, maxDistance, memoryWidth }: Pick<T5StackConfig, 'buckets' | 'maxDistance' | 'memoryWidth'>,
): number {
  const isDecoder = memoryWidth !== null;
  const available = isDecoder ? buckets : Math.floor(buckets / 2);
  const offset = !isDecoder && distance > 0 ? available : 0;
  const steps = isDecoder ? Math.max(-distance, 0) : Math.abs(distance);
  const exact = Math.floor(available / 2);
  if (steps < exact) return offset + steps;
  // Single precision, as the published models computed it: a boundary may fall differently in double.
  const ratio = Math.fround(
    Math.fround(Math.log(Math.fround(steps / exact))) / Math.fround(Math.log(maxDistance / exact)),
  );
  return offset + Math.min(exact + Math.floor(Math.fround(ratio * (available - exact))), available - 1);
}
