import { spawn } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';

const backend = path.join(import.meta.dirname, '../../main/tensor/backend.ts');

/** Multiplies matrices of the sizes that writing and training have, and handles SIGINT as a worker does. */
const multiplying = `
  import { tf } from ${JSON.stringify(backend)};
  process.on('SIGINT', () => {});
  const pairs = [[63, 256, 256], [315, 256, 256], [63, 512, 256], [63, 256, 1], [1, 256, 256], [5, 256, 1024], [24, 512, 2048]].map(([m, k, n]) => [
    tf.randomNormal([m, k]),
    tf.randomNormal([k, n]),
  ]);
  const rows = [tf.randomNormal([252, 1, 64]), tf.randomNormal([252, 64, 12])];
  console.log('ready');
  const endMs = Date.now() + 2500;
  while (Date.now() < endMs) {
    for (const [a, b] of [...pairs, rows]) for (let i = 0; i < 20; i++) tf.matMul(a, b).dispose();
    await new Promise((resolve) => setImmediate(resolve));
  }
  console.log('done');
  process.exit(0);
`;

it.skipIf(process.platform === 'win32')('signals that arrive during matrix products leave memory whole', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', multiplying]);
  let said = '';
  let sent = 0;
  let sending: NodeJS.Timeout | undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    sending ??= setInterval(() => {
      if (child.kill('SIGINT')) sent++;
    }, 1);
  });
  let wrong = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    wrong += text;
  });
  const ended = await new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal })));
  clearInterval(sending);
  expect(ended, wrong).toEqual({ code: 0, signal: null });
  expect(said).toBe('ready\ndone\n');
  expect(sent).toBeGreaterThan(200);
});
