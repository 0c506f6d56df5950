import { describe, expect, it } from 'vitest';
import { tokenizePtb } from '../../main/text/ptb-tokenizer.ts';
import { cocoMetrics } from '../support/shared-data.ts';

const coco = cocoMetrics();

describe.runIf(coco)('the coco1000 captions', () => {
  it('all 1,000 raw candidates come out token for token', () => {
    const wrong = coco!.images.filter((image) => tokenizePtb(image.candidate_raw).join(' ') !== image.candidate);
    expect(wrong.map(({ candidate_raw }) => candidate_raw)).toEqual([]);
  });
  it('tokenised references stay as they are, abbreviations and slashes included', () => {
    const references = coco!.images.flatMap((image) => image.references);
    expect(references.filter((reference) => tokenizePtb(reference).join(' ') !== reference)).toEqual([]);
  });
});

it.each([
  ["It's a dog, isn't it?", "it 's a dog is n't it"],
  ["They can't; we won’t.", "they ca n't we wo n't"],
  ['the U.S. flag', 'the u.s. flag'],
  ['houses on Main St.', 'houses on main st.'],
  ['1,000 trees and 3.5 km of road', '1,000 trees and 3.5 km of road'],
  ['1/2 of the field (the left one)', '1/2 of the field the left one'],
  ['twin-hulled boats -- two of them...', 'twin-hulled boats two of them'],
  ['a “green” field', 'a green field'],
  ['cannot, gonna', 'can not gon na'],
  ['it costs $5, or 50%', 'it costs $ 5 or 50 %'],
  ['see http://a.b/c.', 'see http://a.b/c'],
  ['飞机 🚀 plane', '飞机 🚀 plane'],
  ['   ', ''],
])('%j becomes %j', (text, tokens) => {
  expect(tokenizePtb(text).join(' ')).toBe(tokens);
});
