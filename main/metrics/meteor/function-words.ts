/**
 * Words that tie a sentence together and say little of the picture; METEOR gives them a third of a content word's weight.
 *
 * METEOR's own list, part of its data under the LGPL, holds the words that make up at least 0.1 % of its training text.
 * This one follows the same rule on text that we may use: the usage examples of WordNet 3.1 (48,571 sentences, 291,299
 * words). Of the 73 words that the rule finds, the ten in `frequentContentWords` are content all the same and left out.
 */
export const functionWords: ReadonlySet<string> = new Set(
  (
    "the a of to he in was his is and an she for on her with 's it they i this that are at by had were we as from you be " +
    "not my all their out up him n't into can have your when has or one do will me there after our but over about could " +
    'many no these two down'
  ).split(' '),
);

/** As frequent in those sentences as function words are, but nouns, a verb and adjectives. */
export const frequentContentWords: ReadonlySet<string> = new Set(
  'new good man children time work old made life people'.split(' '),
);
