/**
 * Penn Treebank tokenisation of English captions as the coco-caption reference does it (Stanford CoreNLP 3.4.1,
 * PTBTokenizer with lower-casing; Marcus et al. 1993 for the conventions), with its punctuation list dropped.
 */

/** Tokens that the reference removes after tokenising. */
const dropped = new Set(`'' ' \`\` \` -lrb- -rrb- -lcb- -rcb- . ? ! , : - -- ... ;`.split(' '));

/** Abbreviations that keep their full stop, as CoreNLP's lexer lists them; those met in captions. */
const abbreviations =
  'mr|mrs|ms|dr|prof|st|jr|sr|vs|etc|inc|ltd|co|corp|ave|blvd|rd|bat|gen|gov|sen|rep|lt|col|sgt|capt|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mt|ft|approx|dept|est|bros|messrs|e\\.g|i\\.e|a\\.m|p\\.m';

const token = new RegExp(
  [
    String.raw`(?:https?:\/\/|www\.)[^\s<>"]*[^\s<>".,;:!?)\]}']`, // URLs, without the sentence's own punctuation
    String.raw`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`, // e-mail addresses
    String.raw`(?<![\p{L}\p{N}])(?:${abbreviations})\.(?!\p{L})`, // mr., also at the end of a caption
    String.raw`(?:\p{L}\.){2,}`, // u.s.
    String.raw`(?<![\p{L}\p{N}])[+-]?\d+(?:[.,:]\d+)+(?![\p{L}])`, // 1,000  3.5  10:30
    String.raw`(?<![\p{L}\p{N}])\d+(?:\s?\/\s?|\u2044)\d+(?![\p{L}\d])`, // 1/2
    String.raw`(?<![\p{L}\p{N}])\.\d+`, // .5
    String.raw`'(?:tis|twas|em|til|cause|n)(?!\p{L})`, // words that begin with an apostrophe
    String.raw`'\d\ds?`, // '90s
    String.raw`\p{L}['’](?=\p{L}{3,})[\p{L}\p{M}]+`, // o'clock, d'oeuvres
    String.raw`[\p{L}\p{N}\p{M}_]+(?:[-/][\p{L}\p{N}\p{M}_]+)*`, // words, also with hyphens or slashes inside
    String.raw`['’](?:s|m|d|re|ve|ll)(?!\p{L})`, // endings split from their word
    String.raw`\.{2,}|-{2,}|…`,
    String.raw`[^\s]`,
  ].join('|'),
  'giu',
);

/** Written as one word, counted as two by the Penn Treebank. */
const contracted: Readonly<Record<string, readonly [string, string]>> = {
  cannot: ['can', 'not'],
  gonna: ['gon', 'na'],
  gotta: ['got', 'ta'],
  wanna: ['wan', 'na'],
  lemme: ['lem', 'me'],
  gimme: ['gim', 'me'],
};

const brackets: Readonly<Record<string, string>> = {
  '(': '-lrb-',
  ')': '-rrb-',
  '{': '-lcb-',
  '}': '-rcb-',
  '[': '-lsb-',
  ']': '-rsb-',
};
const symbols: Readonly<Record<string, string>> = {
  ...brackets,
  '“': '``',
  '”': "''",
  '"': "''",
  '‘': '`',
  '’': "'",
  '…': '...',
  '–': '--',
  '—': '--',
  '£': '#',
  '€': '$',
  '½': '1/2',
  '¼': '1/4',
  '¾': '3/4',
};
const plain = /^[a-z ]+$/;
const endsInAbbreviation = new RegExp(`(?:^|\\s)(?:${abbreviations})\\.$`);

/**
 * The tokens of one caption, lower-cased, without the dropped punctuation. Any text is read; an empty one has none.
 *
 * @example tokenizePtb("The dog's twin-hulled boat.") // ['the', 'dog', "'s", 'twin-hulled', 'boat']
 */
export function tokenizePtb(text: string): string[] {
  const lower = text.toLowerCase();
  // Most captions are words and spaces; an end stop is the one common exception.
  const body = lower.endsWith('.') && !endsInAbbreviation.test(lower) ? lower.slice(0, -1).trimEnd() : lower;
  const tokens: string[] = [];
  if (plain.test(body)) {
    for (const word of body.split(' ')) if (word !== '') pushWord(tokens, word);
    return tokens;
  }
  const source = lower.replace(/(\p{L})n['’]t(?!\p{L})/gu, "$1 n't ").replace(/[’](?=(?:s|m|d|re|ve|ll)\b)/gu, "'");
  for (const [match] of source.matchAll(token)) {
    const found = symbols[match] ?? match;
    if (dropped.has(found) || /^(?:\.{2,}|-{2,})$/.test(found)) continue;
    pushWord(tokens, found);
  }
  return joinNegations(tokens);
}

function pushWord(tokens: string[], word: string): void {
  const two = contracted[word];
  if (two) tokens.push(two[0], two[1]);
  else tokens.push(word);
}

/** `n't` was set apart before matching, where its apostrophe is read as a token of its own: n ' t. */
function joinNegations(tokens: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of tokens) {
    if (word === 't' && joined.at(-1) === 'n') joined[joined.length - 1] = "n't";
    else joined.push(word);
  }
  return joined;
}
