/** The role of a word in its sentence, as far as the rules need it. */
export type Tag =
  | 'noun'
  | 'adjective'
  | 'verb'
  | 'auxiliary'
  | 'adverb'
  | 'determiner'
  | 'number'
  | 'preposition'
  | 'conjunction'
  | 'comma'
  | 'pronoun'
  | 'stop'
  | 'other';

/** One word or mark. `start` and `end` are UTF-16 offsets into the caption, end exclusive. */
export interface Token {
  readonly text: string;
  /** Lower case, known misspellings put right: what the rules read. */
  readonly word: string;
  readonly start: number;
  readonly end: number;
  tag: Tag;
  /** Base form for the tag: "tank" of the noun "tanks". */
  lemma: string;
  /** Set on the first token of a lexicon compound: how many tokens it spans. */
  compoundLength: number;
}

/** Longer captions are cut here: a caption is a sentence or two, and what follows a page of text is not one. */
const longestText = 20_000;

/** Words, numbers and marks. Pictures, control characters and lone accents are none: "a 🏠 house" is "a house". */
const pattern =
  /['’]s(?![\p{L}\p{N}])|\d+(?:[.,]\d+)*(?![\p{L}])|[\p{L}\p{M}\p{N}_]+(?:[-‐‑'’`][\p{L}\p{M}\p{N}_]+)*|[^\s\p{L}\p{N}\p{C}\p{M}\p{So}]/gu;
const shortIs = /^(there|here|it|that|this|what|where|which)['’`]s$/;
const possessive = /^(.+)['’`]s$/;

/** Splits a caption into words and marks with their offsets; "there's" gives "there" and "'s". */
export function tokenize(text: string, correct: (word: string) => string): Token[] {
  const tokens: Token[] = [];
  const push = (start: number, end: number, word: string, tag: Tag) => {
    tokens.push({
      text: text.slice(start, end),
      word: correct(word),
      start,
      end,
      tag,
      lemma: word,
      compoundLength: 0,
    });
  };
  for (const match of text.slice(0, longestText).matchAll(pattern)) {
    const start = match.index;
    const end = start + match[0].length;
    const word = match[0].toLowerCase();
    const split = shortIs.exec(word) ?? possessive.exec(word);
    // Lower-casing can change a word's length in rare scripts; the split is by the ending's own two characters.
    if (/^['’]s$/.test(word)) push(start, end, "'s", 'preposition');
    else if (split?.[1] !== undefined && end - 2 > start) {
      push(start, end - 2, split[1], 'other');
      push(end - 2, end, shortIs.test(word) ? 'is' : "'s", shortIs.test(word) ? 'auxiliary' : 'preposition');
    } else if (word === ',') push(start, end, word, 'comma');
    else if (/^[.;!?:]$/.test(word)) push(start, end, word, 'stop');
    else push(start, end, word, 'other');
  }
  return tokens;
}
