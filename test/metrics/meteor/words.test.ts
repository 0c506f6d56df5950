import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { frequentContentWords, functionWords } from '../../../main/metrics/meteor/function-words.ts';
import { meteorWords } from '../../../main/metrics/meteor/meteor-words.ts';
import { tokenizePtb } from '../../../main/text/ptb-tokenizer.ts';
import { wordNetDirectory } from '../../../main/text/resources.ts';
import { words } from '../support.ts';

it.each([
  ['a twin-hulled boat', 'a twin hulled boat', 'hyphens'],
  ["the dog 's bowl", "the dog ' s bowl", 'possessives'],
  ["it does n't move", "it does n 't move", 'contractions'],
  ["five o'clock", "five o 'clock", 'contractions'],
  ['in the u.s. today', 'in the us today', 'acronyms'],
  ['st. paul', 'st. paul', 'a stop before a word'],
  ['a small bat.', 'a small bat .', 'a stop at the end'],
  ['1,000 cars at 10:30', '1,000 cars at 10 : 30', 'figures'],
  ['a refrigerator/freezer', 'a refrigerator / freezer', 'slashes'],
  ['飞机', '飞 机', 'scripts without blanks'],
  ['', '', 'nothing'],
])('%j becomes %j: %s', (text, expected) => {
  expect(meteorWords(words(text)).join(' ')).toBe(expected);
});

it('the function words are those that make up 0.1 % of the usage examples of WordNet, but for ten content words', () => {
  const counts = new Map<string, number>();
  let total = 0;
  for (const suffix of ['noun', 'verb', 'adj', 'adv']) {
    const data = readFileSync(path.join(wordNetDirectory(), `data.${suffix}`), 'latin1');
    for (const [, example] of data.matchAll(/"([^"\n]+)"/g)) {
      for (const token of tokenizePtb(example!)) {
        counts.set(token, (counts.get(token) ?? 0) + 1);
        total += 1;
      }
    }
  }
  const frequent = [...counts].filter(([, count]) => count / total >= 1e-3).map(([word]) => word);
  expect(frequent.toSorted()).toEqual([...functionWords, ...frequentContentWords].toSorted());
});
