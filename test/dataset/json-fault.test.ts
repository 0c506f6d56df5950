import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonFault } from '../../main/dataset/json-fault.ts';

it.each([
  ['{"a": 1,}', 8],
  ['{"a" 1}', 5],
  ['[1 2]', 3],
  ['{"images": [}', 12],
  ['[1, 2', 5],
  ['{"a": tru', 9],
  ['[1.', 3],
  ['[1 .', 3],
  ['["a\\u00', 7],
  ['{a: 1}', 1],
  ['[1]]', 3],
  ['["a\tb"]', 1],
  ['[01]', 2],
  ['  ', 2],
  [']', 0],
  ['{"a": [1, {"b": null}], "c": "\\u00e4\\n"}', null],
])('%j has its fault at %s', (text, fault) => {
  expect(jsonFault(text)).toBe(fault);
});

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

it('agrees with JSON.parse on whole documents and on ones with a character lost, changed or cut off', () => {
  const damaged = fc
    .tuple(fc.json({ maxDepth: 4 }), fc.nat(), fc.constantFrom('', '"', '}', ']', ',', ':', '0', 'x', '\\', '\n'))
    .map(([text, at, put]) => text.slice(0, at % text.length) + put + text.slice((at % text.length) + 1));
  const cut = fc.tuple(fc.json(), fc.nat()).map(([text, at]) => text.slice(0, at % text.length));
  fc.assert(
    fc.property(fc.oneof(fc.json(), damaged, cut), (text) => {
      expect(jsonFault(text) === null).toBe(isJson(text));
    }),
    { numRuns: 2_000 },
  );
});
