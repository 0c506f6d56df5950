import type { Lexicon } from './lexicon.ts';
import type { Token } from './tokens.ts';

/** Prepositions that say where, tagged as such whatever the tagger thinks ("next", "aside"). */
export const spatialPrepositions: ReadonlySet<string> = new Set(
  (
    'near beside besides aside alongside around along between among amongst across through throughout over under above ' +
    'below behind inside outside within by with without of in on at into onto from toward towards against amid amidst ' +
    'beneath underneath beyond like unlike including than'
  ).split(' '),
);

const fixed: readonly (readonly string[])[] = [
  'next to',
  'near to',
  'near by',
  'close to',
  'close by',
  'closed to',
  'adjacent to',
  'opposite to',
  'parallel to',
  'perpendicular to',
  'vertical to',
  'far away from',
  'far from',
  'away from',
  'out of',
  'up to',
  'along with',
  'together with',
  'connected to',
  'inside of',
  'outside of',
].map((words) => words.split(' '));

/** `comparison`: what follows is an image of speech, not a thing in the picture ("looks like a palette"). */
export interface PrepositionReading {
  readonly words: readonly string[];
  readonly next: number;
  readonly kind: 'place' | 'comparison' | 'absence';
}

const describing = new Set(['shape', 'form', 'color', 'colour', 'style', 'pattern', 'terms', 'size']);

/**
 * A preposition that starts at `at`, the longest reading: "in the middle of", "on both sides of", "next to", "near".
 * Null where none starts. Articles stay in the words, so the predicate reads as the caption does.
 */
export function readPreposition(tokens: readonly Token[], at: number, lexicon: Lexicon): PrepositionReading | null {
  for (const words of fixed) {
    if (words.every((word, k) => tokens[at + k]?.word === word)) {
      return { words, next: at + words.length, kind: 'place' };
    }
  }
  const token = tokens[at];
  if (token === undefined || token.tag !== 'preposition' || token.word === "'s") return null;
  return readPlaceOf(tokens, at, lexicon) ?? { words: [token.word], next: at + 1, kind: kindOf(token.word) };
}

function kindOf(word: string): PrepositionReading['kind'] {
  if (word === 'without') return 'absence';
  return word === 'like' || word === 'unlike' || word === 'as' || word === 'than' ? 'comparison' : 'place';
}

/** "on both sides of", "at the edge of": preposition, a few describing words, a part word, "of". */
function readPlaceOf(tokens: readonly Token[], at: number, lexicon: Lexicon): PrepositionReading | null {
  for (let i = at + 1; i <= at + 4; i++) {
    const token = tokens[i];
    if (token === undefined || token.compoundLength > 0) return null;
    const isDescribing = describing.has(token.lemma) && !/^(?:with|near|by)$/.test(tokens[at]?.word ?? '');
    const isPart = lexicon.parts.has(token.lemma) || isDescribing;
    if (isPart && tokens[i + 1]?.word === 'of') {
      const words = tokens.slice(at, i + 2).map((each) => each.word);
      return { words, next: i + 2, kind: isDescribing ? 'comparison' : 'place' };
    }
    if (!/^(?:determiner|number|adjective|conjunction)$/.test(token.tag)) return null;
  }
  return null;
}
