import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';

const main = path.join(import.meta.dirname, '../../main');

/** Native libraries that a process has loaded once it has imported `file`. */
function librariesAfter(file: string): readonly string[] {
  const script = `
    await import(${JSON.stringify(path.join(main, file))});
    console.log(JSON.stringify(process.report.getReport().sharedObjects));
    process.exit();`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  return JSON.parse(output.trim().split('\n').at(-1)!) as string[];
}

// A table of names once stood beside the functions it names, and every start of the app loaded the library for it.
it.each(['engine/door/create-engine.ts', 'cli/commands/train.ts'])(
  '%s reads configs of models without TensorFlow',
  (file) => {
    expect(librariesAfter(file).filter((name) => name.includes('tensorflow'))).toEqual([]);
  },
);

it('a library that is loaded is seen, else the claim above would hold of nothing', () => {
  expect(librariesAfter('tensor/backend.ts').some((name) => name.includes('tensorflow'))).toBe(true);
});
