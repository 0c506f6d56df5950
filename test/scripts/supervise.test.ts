import { spawn } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';

const module = path.join(import.meta.dirname, '../../scripts/run/supervise.mjs');

/** A program that supervises `node -e script`; resolves with its exit code, after `signal` once that printed "ready". */
function supervised(script: string, signal?: NodeJS.Signals): Promise<number | null> {
  const code = `import { supervise } from ${JSON.stringify(module)};
    process.exit(await supervise(process.execPath, ['-e', ${JSON.stringify(script)}]));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.on('data', (text) => signal && String(text).includes('ready') && child.kill(signal));
  return new Promise((resolve) => child.on('close', (exit) => resolve(exit)));
}

const waiting = (signal: string, code: number) =>
  `process.on('${signal}', () => process.exit(${code})); setTimeout(() => process.exit(1), 20_000); console.log('ready')`;

it("the program's exit code is passed on", async () => {
  expect(await supervised('process.exit(7)')).toBe(7);
});

it('a signal reaches the program, which may end in its own way', async () => {
  expect(await supervised(waiting('SIGTERM', 9), 'SIGTERM')).toBe(9);
  expect(await supervised(waiting('SIGINT', 8), 'SIGINT')).toBe(8);
});

it('a program that a signal ended gives 128 plus its number', async () => {
  // SIGKILL is 9: 128 + 9 = 137
  expect(await supervised("process.kill(process.pid, 'SIGKILL'); setTimeout(() => {}, 20_000)")).toBe(137);
});
