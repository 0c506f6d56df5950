import { expect, it } from 'vitest';
// @ts-expect-error the provisioning scripts are plain JavaScript: they run before anything is installed
import { run } from '../../scripts/provision/command.mjs';

it('a program that is not installed is named with what it was for', async () => {
  await expect(run('Unpacking', 'no-such-program-here', [])).rejects.toThrow(
    'Unpacking needs no-such-program-here, which is not installed',
  );
});

it('a failure holds the last lines that the program printed', async () => {
  const script = 'for i in 1 2 3 4 5 6; do echo line $i >&2; done; exit 3';
  await expect(run('Counting', 'sh', ['-c', script])).rejects.toThrow(
    'Counting failed: line 3\nline 4\nline 5\nline 6',
  );
});

it('a program that hangs is ended after its time', async () => {
  await expect(run('Waiting', 'sleep', ['30'], { timeoutMs: 100 })).rejects.toThrow(
    'Waiting failed: no answer in 0.1 s',
  );
});

it('what a program prints is returned', async () => {
  expect(await run('Saying', 'echo', ['hello'])).toBe('hello\n');
});
