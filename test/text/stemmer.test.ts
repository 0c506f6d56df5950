import { expect, it } from 'vitest';
import { stem } from '../../main/text/stemmer.ts';

// From the published description of the algorithm ("The English (Porter2) stemming algorithm", snowballstem.org).
it.each([
  ['consign', 'consign'],
  ['consigned', 'consign'],
  ['consigning', 'consign'],
  ['consignment', 'consign'],
  ['consistency', 'consist'],
  ['consolatory', 'consolatori'],
  ['knightly', 'knight'],
  ['knocker', 'knocker'],
  ['knotted', 'knot'],
  ['generate', 'generat'],
  ['generalities', 'general'],
  ['ties', 'tie'],
  ['cries', 'cri'],
  ['gas', 'gas'],
  ['gaps', 'gap'],
  ['kiwis', 'kiwi'],
  ['hopping', 'hop'],
  ['hoping', 'hope'],
  ['luxuriated', 'luxuri'],
  ['skies', 'sky'],
  ['dying', 'die'],
  ['news', 'news'],
  ['inning', 'inning'],
  ['proceeding', 'proceed'],
  ['surrounded', 'surround'],
  ['buildings', 'build'],
])('%s → %s', (word, stemmed) => {
  expect(stem(word)).toBe(stemmed);
});

it.each(['', 'a', "'s", '飞机', '42'])('%j stays as it is', (word) => {
  expect(stem(word)).toBe(word);
});
