import type { Count } from '../../../preload/contract/scene-graph.ts';
import { numberValue } from '../../text/number-words.ts';
import type { Token } from './tokens.ts';

type Range = Omit<Count, 'text'>;

/**
 * Words that state a number loosely. The lower bounds are the smallest number a careful speaker would use them for; "some"
 * is not here because it says only that there is more than nothing.
 */
export const quantifiers: ReadonlyMap<string, Range> = new Map([
  ['several', { min: 3, max: null }],
  ['many', { min: 4, max: null }],
  ['numerous', { min: 4, max: null }],
  ['countless', { min: 10, max: null }],
  ['multiple', { min: 2, max: null }],
  ['various', { min: 2, max: null }],
  ['few', { min: 2, max: 5 }],
]);

/** X in "X of trees" that states a number: of a plural the range is what at least two of them make. */
const amounts: ReadonlyMap<string, { readonly one: Range; readonly more: Range }> = new Map([
  ['pair', { one: { min: 2, max: 2 }, more: { min: 4, max: null } }],
  ['couple', { one: { min: 2, max: 2 }, more: { min: 4, max: null } }],
  ['handful', { one: { min: 2, max: 6 }, more: { min: 4, max: null } }],
  ['dozen', { one: { min: 12, max: 12 }, more: { min: 24, max: null } }],
  ['ten', { one: { min: 10, max: 10 }, more: { min: 20, max: null } }],
  ['score', { one: { min: 20, max: 20 }, more: { min: 40, max: null } }],
  ['hundred', { one: { min: 100, max: 100 }, more: { min: 200, max: null } }],
  ['thousand', { one: { min: 1000, max: 1000 }, more: { min: 2000, max: null } }],
]);

const open = { min: 4, max: null } as const;

/** Whether `word` writes a whole number, in words or digits: "three", "12", "twenty-one". */
export function isNumberWord(word: string): boolean {
  return numberValue(word) !== null;
}

/** The result of `readCount`: the stated range, the index of the first token after it, and whether "of" was part of it. */
export interface CountReading {
  readonly range: Range;
  readonly next: number;
}

/** Units that a number or a quantifier before them multiplies. */
const scales: ReadonlyMap<string, number> = new Map([
  ['dozen', 12],
  ['hundred', 100],
  ['thousand', 1000],
]);

const bounds: ReadonlyMap<string, (value: number) => Range> = new Map([
  ['least', (value: number) => ({ min: value, max: null })],
  ['over', (value: number) => ({ min: value + 1, max: null })],
  ['than', (value: number) => ({ min: value + 1, max: null })],
]);

/**
 * A stated count that starts at `at`, or null. Reads "two", "12", "several", "few", "two hundred", "a pair of", "lots of",
 * "a large number of", "dozens of", "more than ten", "many of the".
 */
export function readCount(tokens: readonly Token[], at: number): CountReading | null {
  return readAmount(tokens, at) ?? readNumber(tokens, at) ?? readQuantifier(tokens, at);
}

function readNumber(tokens: readonly Token[], at: number): CountReading | null {
  const word = tokens[at]?.word;
  const following = tokens[at + 1]?.word;
  if ((word === 'at' && following === 'least') || (word === 'more' && following === 'than') || word === 'over') {
    const bound = bounds.get(word === 'over' ? 'over' : (following ?? ''));
    const inner = readNumber(tokens, word === 'over' ? at + 1 : at + 2);
    return bound === undefined || inner === null ? null : { range: bound(inner.range.min), next: inner.next };
  }
  if (word === undefined) return null;
  let value = numberValue(word);
  if (value === null) return null;
  let next = at + 1;
  const scale = scales.get(tokens[next]?.word ?? '');
  if (value > 0 && value < 100 && scale !== undefined) {
    value *= scale;
    next++;
  }
  return { range: { min: value, max: value }, next: skipOf(tokens, next) };
}

function readQuantifier(tokens: readonly Token[], at: number): CountReading | null {
  let next = at;
  if (tokens[next]?.word === 'a' || tokens[next]?.word === 'quite') next++;
  if (tokens[next]?.word === 'a' || tokens[next]?.word === 'great') next++;
  const range = quantifiers.get(tokens[next]?.word ?? '');
  if (range === undefined) return null;
  // "several dozen containers", "a few hundred houses"
  const scale = scales.get(tokens[next + 1]?.word ?? '');
  if (scale === undefined) return { range, next: skipOf(tokens, next + 1) };
  const max = range.max === null ? null : range.max * scale;
  return { range: { min: range.min * scale, max }, next: skipOf(tokens, next + 2) };
}

function readAmount(tokens: readonly Token[], at: number): CountReading | null {
  let next = at;
  const outer = numberValue(tokens[next]?.word ?? '') ?? 1;
  if (/^(?:a|an|the)$/.test(tokens[next]?.word ?? '') || outer > 1) next++;
  // "a large number of", "a great many"
  while (tokens[next]?.tag === 'adjective' && !quantifiers.has(tokens[next]?.word ?? '')) next++;
  const token = tokens[next];
  if (token === undefined) return null;
  const singular = token.word.replace(/s$/, '');
  const amount = amounts.get(singular);
  const hasOf = tokens[next + 1]?.word === 'of';
  if (amount !== undefined && token.word !== singular && hasOf)
    return { range: amount.more, next: skipOf(tokens, next + 1) };
  if (amount !== undefined && token.word === singular && next > at) {
    const { min, max } = amount.one;
    const many = outer > 1 ? { min: min * outer, max: max === null ? null : max * outer } : amount.one;
    return hasOf || singular === 'dozen' ? { range: many, next: skipOf(tokens, next + 1) } : null;
  }
  if (
    hasOf &&
    /^(?:lots?|number|numbers|plenty|majority|multitude|abundance|loads?|mass|masses|host)$/.test(token.word)
  ) {
    return { range: open, next: next + 2 };
  }
  return null;
}

/** Past "of" and an article: "many of the houses". */
function skipOf(tokens: readonly Token[], at: number): number {
  if (tokens[at]?.word !== 'of') return at;
  return /^(?:the|these|those|its|their)$/.test(tokens[at + 1]?.word ?? '') ? at + 2 : at + 1;
}
