import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type NgramCounts, NgramIndex } from '../../main/metrics/ngrams.ts';
import { words } from './support.ts';

const ofOrder = ({ ids, counts, ends }: NgramCounts, order: number) =>
  [...ids].map((id, at) => [id, counts[at]!] as const).slice(order === 1 ? 0 : ends[order - 2], ends[order - 1]);

it('"a b a b" has a and b twice, "a b" twice and "b a" once, two trigrams, one of four words', () => {
  const counted = new NgramIndex().count(words('a b a b'));
  expect([1, 2, 3, 4].map((order) => ofOrder(counted, order).map(([, count]) => count))).toEqual([
    [2, 2],
    [2, 1],
    [1, 1],
    [1],
  ]);
});

it('an empty caption has none', () => {
  expect([...new NgramIndex().count([]).ids]).toEqual([]);
});

it('a probed caption meets the index where it knows its n-grams and leaves no trace', () => {
  const index = new NgramIndex();
  const known = index.count(words('a river and a road'));
  const size = index.size;
  const probed = index.probe(words('a river beside zebras beside zebras'));
  expect(index.size).toBe(size);
  // "a", "river" and "a river" are known; everything with another word is beyond the index.
  expect([...probed.ids].filter((id) => id < size)).toEqual([known.ids[0], known.ids[1], known.ids[known.ends[0]!]]);
  const beside = [...probed.ids].findIndex((id) => id >= size);
  expect(probed.counts[beside]).toBe(2);
  expect(index.probe(words('a river and a road')).ids).toEqual(known.ids);
});

const sentence = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 12 });
it('equal n-grams have equal numbers and different ones do not, also after the table has grown', () => {
  fc.assert(
    fc.property(fc.array(sentence, { maxLength: 60 }), (sentences) => {
      const index = new NgramIndex();
      const names = new Map<number, string>();
      for (const tokens of sentences) {
        index.probe(['x', ...tokens, 'y']);
        const counted = index.count(tokens);
        for (const order of [1, 2, 3, 4]) {
          const expected = new Map<string, number>();
          for (let start = 0; start + order <= tokens.length; start += 1) {
            const name = tokens.slice(start, start + order).join(' ');
            expected.set(name, (expected.get(name) ?? 0) + 1);
          }
          // Ids of an order go in the order of first occurrence, as this map's keys do.
          const found = ofOrder(counted, order);
          expect(found.map(([, count]) => count)).toEqual([...expected.values()]);
          for (const [at, name] of [...expected.keys()].entries()) {
            const [id] = found[at]!;
            expect(names.get(id) ?? name).toBe(name);
            names.set(id, name);
          }
        }
      }
      expect(new Set(names.values()).size).toBe(names.size);
      expect(names.size).toBe(index.size);
    }),
  );
});
