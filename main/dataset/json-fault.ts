type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing';

const blank = /[ \t\n\r]*/y;
// A string holds everything from the space on, but the quote and the backslash.
const scalar =
  /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** The beginnings a scalar may have when the text ends inside it, from its start or, for a number, from where it stops being one. */
const cutScalar =
  /^(?:"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*(?:\\(?:u[0-9a-fA-F]{0,3})?)?|-|t(?:r|ru)?|f(?:a|al|als)?|n(?:u|ul)?|\.|[eE][+-]?)$/;

/** The length of what `pattern` matches at `at`, 0 when it does not. */
function matchLength(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

/**
 * The offset of the first character that makes `text` no JSON document: its length when it is cut short, null when it is
 * one. For messages only, after JSON.parse has failed: that no longer tells where the fault is.
 * Example: `{"a": 1,}` → 8.
 */
export function jsonFault(text: string): number | null {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  const afterValue = (): Expected => (open.length === 0 ? 'nothing' : 'comma or end');
  const fault = (): number => (cutScalar.test(text.slice(at)) ? text.length : at);
  for (;;) {
    at += matchLength(blank, text, at);
    if (at === text.length) return expected === 'nothing' ? null : at;
    const character = text[at]!;
    const inObject = open.at(-1) === '{';
    if (expected === 'nothing') return at;
    if (expected === 'colon') {
      if (character !== ':') return at;
      expected = 'value';
      at += 1;
    } else if (character === (inObject ? '}' : ']') && open.length > 0 && expected.endsWith('or end')) {
      open.pop();
      expected = afterValue();
      at += 1;
    } else if (expected === 'comma or end') {
      // After a number alone: "1" of "1." and "1e+".
      if (character !== ',') return /\d/.test(text[at - 1]!) ? fault() : at;
      expected = inObject ? 'key' : 'value';
      at += 1;
    } else if (expected.startsWith('key')) {
      const length = character === '"' ? matchLength(scalar, text, at) : 0;
      if (length === 0) return character === '"' ? fault() : at;
      expected = 'colon';
      at += length;
    } else if (character === '{' || character === '[') {
      open.push(character);
      expected = character === '{' ? 'key or end' : 'value or end';
      at += 1;
    } else {
      const length = matchLength(scalar, text, at);
      if (length === 0) return '.eE'.includes(character) ? at : fault();
      expected = afterValue();
      at += length;
    }
  }
}
