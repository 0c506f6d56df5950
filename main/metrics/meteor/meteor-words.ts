const letters = '\\p{Script=Latin}\\p{Script=Cyrillic}';
const separated = new RegExp(`([^${letters}0-9\\s.'\`,\\-\u2018\u2019])`, 'gu');
const dashInside = new RegExp(`([${letters}0-9.])-([${letters}0-9])`, 'gu');
const standing = new RegExp(`([^${letters}])'([^${letters}])`, 'gu');
const opening = new RegExp(`([^${letters}0-9])'([${letters}])`, 'gu');
const closing = new RegExp(`([${letters}])'([^${letters}])`, 'gu');
const contraction = new RegExp(`([${letters}])'([${letters}])`, 'gu');
const plain = /^[a-z0-9]+$/;
/** Abbreviations that keep their full stop before a capital or at the end; METEOR's others are capitalised. */
const abbreviations: ReadonlySet<string> = new Set(['v', 'vs', 'rev']);

/** Pieces of tokens that are not letters and figures alone. Few captions have any, and they repeat. */
const known = new Map<string, readonly string[]>();
const knownAtMost = 50_000;

/**
 * The words that METEOR 1.5 makes of a tokenised caption when it normalises (`-norm`, as the coco-caption code runs it):
 * hyphens inside words and marks between words are taken apart so that parts can match, apostrophes stand before what they
 * contract, full stops leave all but abbreviations.
 *
 * @example ['twin-hulled', "dog's", 'u.s.', 'does', "n't"] → ['twin', 'hulled', 'dog', "'s", 'us', 'does', 'n', "'t"]
 */
export function meteorWords(tokens: readonly string[]): readonly string[] {
  if (tokens.every((token) => plain.test(token))) return tokens;
  const words = tokens.flatMap(piecesOf);
  return words.flatMap((word, at) => withoutStop(word, words[at + 1]));
}

function piecesOf(token: string): readonly string[] {
  if (plain.test(token)) return [token];
  let pieces = known.get(token);
  if (!pieces) {
    pieces = takeApart(token);
    if (known.size >= knownAtMost) known.clear();
    known.set(token, pieces);
  }
  return pieces;
}

function takeApart(token: string): readonly string[] {
  return ` ${token} `
    .replace(separated, ' $1 ')
    .replace(/([^0-9]),/g, '$1 , ')
    .replace(/,([^0-9])/g, ' , $1')
    .replace(/[`\u2018\u2019]/g, "'")
    .replace(dashInside, '$1 $2')
    .replace(standing, "$1 ' $2")
    .replace(opening, "$1 ' $2")
    .replace(closing, "$1 ' $2")
    .replace(contraction, "$1 '$2")
    .replace(/([0-9])'s/g, "$1 's")
    .trim()
    .split(/\s+/)
    .filter((piece) => piece !== '');
}

/** "u.s." is "us"; "st." keeps its stop before a word in lower case; another stop is a word of its own. */
function withoutStop(word: string, next: string | undefined): readonly string[] {
  if (word.length < 2 || !word.endsWith('.')) return [word];
  const stem = word.slice(0, -1);
  if (stem.includes('.') && /\p{L}/u.test(stem)) return [word.replaceAll('.', '')];
  if (abbreviations.has(stem) || (next !== undefined && /^[a-z]/.test(next))) return [word];
  return [stem, '.'];
}
