import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tokenizePtb } from '../../main/text/ptb-tokenizer.ts';

const tokens = (text: string) => tokenizePtb(text).join(' ');

describe('tokenizePtb', () => {
  const cases: readonly (readonly [claim: string, text: string, expected: string])[] = [
    ['splits possessives', "The dog's boat is at someone's dock.", "the dog 's boat is at someone 's dock"],
    ['splits a typographic possessive', 'the water’s edge', "the water 's edge"],
    ['drops a plural possessive', "the boys' house", 'the boys house'],
    ['splits negations', "It doesn't, can't, won't move", "it does n't ca n't wo n't move"],
    [
      'splits auxiliaries',
      "They're here, we've left, I'd go, she'll stay",
      "they 're here we 've left i 'd go she 'll stay",
    ],
    ['splits words written as one', "We cannot, gonna, 'tis", "we can not gon na 't is"],
    [
      'keeps hyphens and underscores inside words',
      'A semi-surrounded t_junction, two-lane',
      'a semi-surrounded t_junction two-lane',
    ],
    ['drops lone hyphens and dashes', 'a - b -- c --- d – e — f', 'a b c d e f'],
    ['keeps slashes inside words', 'a refrigerator/freezer and/or sink', 'a refrigerator/freezer and/or sink'],
    ['keeps numbers with separators whole', '1,000 cars at 10:30, 3.5 m', '1,000 cars at 10:30 3.5 m'],
    ['keeps number words whole', 'the 7th and 50s style, 2-story', 'the 7th and 50s style 2-story'],
    ['keeps fractions whole and spells vulgar ones', '3/4 full, ½ empty', '3/4 full 1/2 empty'],
    ['separates percent and number sign', '40% of #25', '40 % of # 25'],
    ['separates currency', '$5, US$170 and £7', '$ 5 us$ 170 and # 7'],
    ['keeps the stop of abbreviations', 'Morgan Rd. near St. Paul, etc.', 'morgan rd. near st. paul etc.'],
    ['drops the stop of other words', 'A river. A road.', 'a river a road'],
    ['keeps the stop of capitalised states only', 'Ill. is flat. He fell ill.', 'ill. is flat he fell ill'],
    ['keeps acronyms', 'in the U.S. today', 'in the u.s. today'],
    ['keeps the stop after a single letter', 'shaped like a T.', 'shaped like a t.'],
    ['drops quotes of every kind', '“left” "right" ‘up’ `down` \'out\'', 'left right up down out'],
    ['drops ellipses', 'a road... a tree… a house . . . done', 'a road a tree a house done'],
    [
      'keeps web and mail addresses',
      'see https://example.org/a?b=1. or me@example.org',
      'see https://example.org/a?b=1 or me@example.org',
    ],
    ['spells brackets in lower case', 'a farm(2) [left]', 'a farm -lrb- 2 -rrb- -lsb- left -rsb-'],
    ['reads words with an apostrophe inside', "five o'clock rock 'n' roll", "five o'clock rock 'n' roll"],
    ['separates a comma without a space', 'a line,like road', 'a line like road'],
    ['keeps ampersands inside capitals', 'an AT&T shop & a road', 'an at&t shop & a road'],
    ['keeps Chinese words and drops emoji', 'a 飞机场 😀 here', 'a 飞机场 here'],
    ['keeps accents', 'a Café in Zürich', 'a café in zürich'],
    ['reads every kind of space', '\ta\u00A0road\n\nhere ', 'a road here'],
    ['keeps repeated exclamation marks as the reference does', 'wow!! really? yes!', 'wow !! really yes'],
  ];
  for (const [claim, text, expected] of cases) it(claim, () => expect(tokens(text)).toBe(expected));

  it('finds no tokens in an empty caption or in punctuation alone', () => {
    expect(tokenizePtb('')).toEqual([]);
    expect(tokenizePtb(' . , " … ')).toEqual([]);
  });
});

const file = new URL('../../../shared/data/coco-metrics/coco1000.json', import.meta.url);
if (!existsSync(file)) console.log('ptb-tokenizer: coco1000.json is not here, its 1,000 captions are not compared.');

describe.runIf(existsSync(file))('tokenizePtb on coco1000', () => {
  const { images } = JSON.parse(readFileSync(file, 'utf8')) as {
    images: { candidate: string; candidate_raw: string; references: string[] }[];
  };

  it('gives the tokens of the reference for every raw candidate', () => {
    const different = images.filter((image) => tokens(image.candidate_raw) !== image.candidate);
    expect(images).toHaveLength(1000);
    expect(different).toEqual([]);
  });

  it('leaves tokenised references as they are, but for a stop whose reason was dropped with the comma after it', () => {
    const changed = images.flatMap((image) => image.references).filter((text) => tokens(text) !== text);
    expect(changed.map((text) => text.split(' ').at(-1))).toEqual(['bat.']);
  });
});
