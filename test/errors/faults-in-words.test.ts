import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { faultOf, handOn, inWords } from '../../main/errors/faults-in-words.ts';

const said = (schema: z.ZodType, value: unknown): string => faultOf(schema.safeParse(value, inWords).error!);
const captions = z.object({ images: z.array(z.object({ raw: z.string().min(1), id: z.int() })) });

describe('a missing entry is named with its kind and its place', () => {
  it.each([
    [captions, {}, 'it has no list "images"'],
    [captions, { images: [{ id: 1 }] }, 'images[0] has no text "raw"'],
    [captions, { images: [{ raw: 'a' }] }, 'images[0] has no number "id"'],
    [z.tuple([z.number(), z.number()]), [1], 'it has 1 entry; at least 2 are needed'],
    [z.object({ kind: z.enum(['a', 'b']) }), {}, 'it has no entry "kind"'],
  ])('%#', (schema, value, sentence) => expect(said(schema, value)).toBe(sentence));
});

describe('a wrong kind or value is told with what was found and what can stand there', () => {
  it.each([
    [captions, [], 'it is a list, not an object'],
    [captions, 'x', 'it is the text "x", not an object'],
    [captions, { images: {} }, 'images is an object, not a list'],
    [captions, { images: [{ raw: 7, id: 1 }] }, 'images[0].raw is 7, not a text'],
    [captions, { images: [{ raw: 'a', id: 1.5 }] }, 'images[0].id is 1.5, not a whole number'],
    [captions, { images: [{ raw: '', id: 1 }] }, 'images[0].raw is empty'],
    [captions, { images: [{ raw: null, id: 1 }] }, 'images[0].raw is null, not a text'],
    [z.object({ on: z.boolean() }), { on: 'yes' }, 'on is the text "yes", not true or false'],
    [z.enum(['coco', 'dota', 'yolo']), 'voc', 'it is the text "voc"; it can be "coco", "dota" or "yolo"'],
    [z.literal([1, 2, 8]), 3, 'it is 3; it can be 1, 2 or 8'],
    [z.number().min(0).max(1), 3, 'it is 3; it must be at most 1'],
    [z.number().positive(), 0, 'it is 0; it must be above 0'],
    [z.number(), Number.NaN, 'it is NaN, not a number'],
    [z.array(z.int()).max(2), [1, 2, 3], 'it has 3 entries; at most 2 are allowed'],
    [z.string().max(3), 'word', 'it has 4 characters; at most 3 are allowed'],
    [z.strictObject({ a: z.int() }), { a: 1, b: 2 }, 'it has an unknown entry: "b"'],
    [z.record(z.string(), z.number()), { a: 'b' }, 'a is the text "b", not a number'],
    [z.string().regex(/^a/), 'b', 'it is the text "b", which is not written as it must be'],
    [z.int().multipleOf(2), 3, 'it is 3; it must be a multiple of 2'],
    [z.union([z.string(), z.int()]), [], 'it is a list, not a text or a number'],
    [
      z.union([z.string(), z.object({ b: z.object({ c: z.int() }) })]),
      { b: { c: 'x' } },
      'b.c is the text "x", not a number',
    ],
    [
      z.discriminatedUnion('k', [z.object({ k: z.literal('a') }), z.object({ k: z.literal('b') })]),
      { k: 'c' },
      'k is the text "c"; it can be "a" or "b"',
    ],
  ])('%#', (schema, value, sentence) => expect(said(schema, value)).toBe(sentence));
});

it('a sentence of a schema’s own is kept and gets its place', () => {
  const schema = z.object({ layers: z.string().refine(() => false, 'it is not a regular expression') });
  expect(said(schema, { layers: '(' })).toBe('layers: it is not a regular expression');
});

it('never more than a line of the input is shown, and no control characters', () => {
  const sentence = said(z.enum(['a']), `${'x'.repeat(5_000)}\u001b[31m`);
  expect(sentence.length).toBeLessThan(200);
  expect(said(z.enum(['a']), '\u001b[31m')).not.toContain('\u001b');
});

it('faults of a part that is checked by itself stand at their place in the whole', () => {
  const part = z.object({ width: z.int() });
  const whole = z.object({ part: z.unknown() }).transform((value, context) => {
    const checked = part.safeParse(value.part, inWords);
    if (checked.success) return checked.data;
    handOn(checked.error, context, ['part']);
    return z.NEVER;
  });
  expect(said(whole, { part: {} })).toBe('part has no number "width"');
  expect(said(whole, { part: { width: 'x' } })).toBe('part.width is the text "x", not a number');
});
