import { expect, it } from 'vitest';
import { parseOverrides } from '../../main/cli/commands/train.ts';
import { columns, createTerminal, progressLine } from '../../main/cli/terminal.ts';

function fakeStream() {
  const written: string[] = [];
  return {
    written,
    stream: { isTTY: false, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream,
  };
}

it('a bar at half is half full', () => {
  expect(progressLine('importing', 5, 10)).toBe('[##############--------------]  50 % importing');
});

it('under --json the result is one JSON document on standard output and messages go to standard error', () => {
  const out = fakeStream();
  const error = fakeStream();
  const terminal = createTerminal({ json: true, out: out.stream, error: error.stream });
  terminal.message('working');
  terminal.progress('step', 1, 2);
  terminal.result({ a: [1] }, 'text');
  expect(JSON.parse(out.written.join(''))).toEqual({ a: [1] });
  expect(error.written[0]).toBe('working\n');
});

it('on a pipe progress is one line per tenth, not one per step', () => {
  const error = fakeStream();
  const terminal = createTerminal({ json: false, out: fakeStream().stream, error: error.stream });
  for (let done = 0; done < 1000; done += 1) terminal.progress('step', done, 1000);
  expect(error.written).toHaveLength(10);
});

it('numbers line up on the right, words on the left', () => {
  expect(
    columns([
      ['missing', 3],
      ['ok', 1200],
    ]),
  ).toBe('missing     3\nok       1200');
});

it('--set reads JSON values and plain words, and refuses a pair without "="', () => {
  expect(parseOverrides(['scst.epochs=2', 'baseline=greedy', 'flag=true'])).toEqual({
    'scst.epochs': 2,
    baseline: 'greedy',
    flag: true,
  });
  expect(() => parseOverrides(['epochs'])).toThrow('key=value');
});
