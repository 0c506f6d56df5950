import type { z } from 'zod';
import { quoted } from './quoted.ts';

/** A fault as zod hands it to an error map: with the value that was found. */
type Fault = z.core.$ZodRawIssue;
type Path = readonly PropertyKey[];

const kinds: Readonly<Record<string, string>> = {
  array: 'list',
  tuple: 'list',
  object: 'object',
  record: 'object',
  string: 'text',
  number: 'number',
  int: 'whole number',
  boolean: 'true or false',
  null: 'null',
};

/**
 * The options that make zod say what is wrong in plain words, with the place and what was found there. Pass them to `parse` and
 * `safeParse`, and take the sentence with `faultOf`.
 */
export const inWords: { readonly error: z.core.$ZodErrorMap; readonly reportInput: true } = {
  error: (fault) => sentenceOf(fault),
  reportInput: true,
};

/**
 * Describes the first fault of a value as a clause without a full stop. Example: `it has no list "images"`,
 * `images[3].raw is a number, not a text`.
 */
export function faultOf(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'it is not valid';
  // What a schema of ours says itself does not name the place.
  return issue.code === 'custom' && issue.path.length > 0 ? `${placeOf(issue.path)}: ${issue.message}` : issue.message;
}

/**
 * Hands on what a part of a value is checked for elsewhere: the same faults, at their place below `path`. For transforms that
 * choose a schema by what they find.
 */
export function handOn(error: z.ZodError, context: z.RefinementCtx, path: Path = []): void {
  for (const issue of error.issues) {
    const { message, ...fault } = issue;
    const kept = issue.code === 'custom' ? { message } : {};
    context.issues.push({ ...fault, ...kept, path: [...path, ...issue.path] } as z.core.$ZodRawIssue);
  }
}

/** Example: `images[3].sentences`. */
export function placeOf(path: Path): string {
  const place = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return place.replace(/^\./, '');
}

/** Called for every fault without words of its own, when the whole of a value has been looked at. */
function sentenceOf(fault: Fault): string {
  const path = fault.path ?? [];
  if (fault.input === undefined && path.length > 0 && fault.code !== 'unrecognized_keys') return missing(path, fault);
  const subject = path.length === 0 ? 'it' : placeOf(path);
  const is = `${subject} is ${found(fault.input)}`;
  switch (fault.code) {
    case 'invalid_type':
      return `${is}, not ${article(kindOf(fault.expected))}`;
    case 'invalid_value':
      return `${is}; it can be ${choices(fault.values)}`;
    case 'too_small':
    case 'too_big':
      return `${subject} ${outOfRange(fault)}`;
    case 'unrecognized_keys':
      return `${subject} has ${fault.keys.length === 1 ? 'an unknown entry' : 'unknown entries'}: ${fault.keys.slice(0, 5).map(quoted).join(', ')}`;
    case 'not_multiple_of':
      return `${is}; it must be a multiple of ${fault.divisor}`;
    case 'invalid_union':
      return unionFault(fault, subject, path);
    case 'invalid_format':
      return `${is}, which is not written as it must be`;
    default:
      return `${subject} is not valid`;
  }
}

/** Example: `it has no list "images"`, `images[3] has no text "raw"`. */
function missing(path: Path, fault: Fault): string {
  const [name, parent] = [path.at(-1)!, path.slice(0, -1)];
  if (typeof name === 'number') return `${placeOf(path)} is missing`;
  const kind = fault.code === 'invalid_type' ? kindOf(fault.expected) : 'entry';
  return `${parent.length === 0 ? 'it' : placeOf(parent)} has no ${kind} ${quoted(String(name))}`;
}

/** The branch that goes furthest into the value is what was meant. */
function unionFault(fault: Extract<Fault, { code: 'invalid_union' }>, subject: string, path: Path): string {
  const { options, discriminator } = fault as { options?: readonly unknown[]; discriminator?: string };
  if (options && discriminator)
    return `${subject} is ${found(inside(fault.input, discriminator))}; it can be ${choices(options)}`;
  const deepest = fault.errors.flat().toSorted((a, b) => b.path.length - a.path.length)[0];
  if (deepest && deepest.path.length > 0) {
    const input = deepest.path.reduce<unknown>(inside, fault.input);
    return sentenceOf({ ...deepest, input, path: [...path, ...deepest.path] } as Fault);
  }
  const expected = fault.errors.flatMap(([first]) =>
    first?.code === 'invalid_type' ? [article(kindOf(first.expected))] : [],
  );
  const meant = [...new Set(expected)].join(' or ');
  return `${subject} is ${found(fault.input)}${meant ? `, not ${meant}` : ', which does not fit'}`;
}

const inside = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;

function outOfRange(fault: Extract<Fault, { code: 'too_small' | 'too_big' }>): string {
  const isSmall = fault.code === 'too_small';
  const bound = Number(isSmall ? fault.minimum : fault.maximum);
  if (fault.origin === 'string' || fault.origin === 'array' || fault.origin === 'set' || fault.origin === 'map') {
    const length = lengthOf(fault.input);
    const [one, many] = fault.origin === 'string' ? ['character', 'characters'] : ['entry', 'entries'];
    const noun = length === 1 ? one : many;
    if (isSmall && length === 0) return 'is empty';
    return `has ${length.toLocaleString('en')} ${noun}; ${isSmall ? 'at least' : 'at most'} ${bound.toLocaleString('en')} are ${isSmall ? 'needed' : 'allowed'}`;
  }
  const limit = fault.inclusive ? (isSmall ? 'at least' : 'at most') : isSmall ? 'above' : 'below';
  return `is ${found(fault.input)}; it must be ${limit} ${bound}`;
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return value instanceof Set || value instanceof Map ? value.size : 0;
}

/** The value that was found: short ones themselves, others by their kind. */
function found(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return `the text ${quoted(value)}`;
  return article(Array.isArray(value) ? 'list' : kindOf(typeof value));
}

const kindOf = (expected: string): string => kinds[expected] ?? expected;
const article = (kind: string): string =>
  kind === 'true or false' || kind === 'null' ? kind : `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;

/** Example: "x", "y" or "z". */
function choices(values: readonly unknown[]): string {
  const shown = values.map((value) => (typeof value === 'string' ? quoted(value) : String(value)));
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}
