import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const module = path.join(import.meta.dirname, '../../scripts/run/virtual-display.mjs');
const hasServer = (process.env.PATH ?? '').split(':').some((folder) => existsSync(`${folder}/Xvfb`));
if (!hasServer) console.log('test/scripts/virtual-display: Xvfb is not installed, so it cannot be started here.');

function printed(code: string): Promise<string> {
  const source = `import { startVirtualDisplay } from ${JSON.stringify(module)}; ${code}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  return new Promise((resolve) => child.on('close', () => resolve(text.trim())));
}

describe.runIf(hasServer)('the virtual display', () => {
  it('two at once get different numbers, keep nothing alive, and are gone after their process', async () => {
    const text = await printed(
      'const [a, b] = await Promise.all([startVirtualDisplay(), startVirtualDisplay()]); console.log(a.display, b.display);',
    );
    expect(text).toMatch(/^:\d+ :\d+$/);
    const [first, second] = text.split(' ') as [string, string];
    expect(first).not.toBe(second);
    await expect
      .poll(() => [first, second].filter((name) => existsSync(`/tmp/.X11-unix/X${name.slice(1)}`)), { timeout: 10_000 })
      .toEqual([]);
  });
});
