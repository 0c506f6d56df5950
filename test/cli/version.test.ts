import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { runNadir } from './support/run-nadir.ts';

it('--version prints the version of package.json alone, --help the commands where errors go', async () => {
  const file = path.join(import.meta.dirname, '../../package.json');
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  expect(await runNadir(tmpdir(), ['--version'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  const help = await runNadir(tmpdir(), ['--help']);
  expect(help).toMatchObject({ code: 0, stdout: '' });
  expect(help.stderr).toContain('models');
});
