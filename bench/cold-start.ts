import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { temporaryFolder } from './support/dataset.ts';
import { heading } from './support/machine.ts';
import { report, type Timing } from './support/measure.ts';

/**
 * From typing `npm start` to a window that can be used: the images of the open project are drawn, with names, captions
 * and the first pictures, and the page answers. The first start makes the sample project (and builds, where sources have
 * changed); the bar of 5 s is for the following ones. CPU time is not told: it is spread over npm's, Electron's and the
 * engine's processes.
 */
const rounds = 5;
const checkout = path.join(import.meta.dirname, '..');

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function until<T>(what: string, look: () => Promise<T | undefined>, timeoutMs = 120_000): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await look().catch(() => undefined);
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`${what} did not come in ${timeoutMs / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Text, not a function: benchmarks are checked without the page's own types. */
const isUsable = `[...document.querySelectorAll('[role=gridcell] img')].filter((i) => i.complete && i.naturalWidth > 0).length >= 8`;

async function start(userData: string): Promise<Timing> {
  const port = await freePort();
  const startedMs = performance.now();
  const child = spawn('npm', ['start', '--silent', '--', `--remote-debugging-port=${port}`], {
    cwd: checkout,
    env: { ...process.env, NADIR_USER_DATA: userData },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let printed = '';
  child.stderr.on('data', (text) => {
    printed += text;
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  try {
    const browser = await until('The window', () => chromium.connectOverCDP(`http://127.0.0.1:${port}`));
    const page = await until('The page', async () => browser.contexts()[0]?.pages()[0] as Page | undefined);
    await until('The grid', async () => ((await page.evaluate(isUsable)) ? true : undefined));
    const wallMs = performance.now() - startedMs;
    await browser.close();
    return { wallMs, cpuMs: null };
  } catch (error) {
    throw new Error(`${(error as Error).message} It printed: ${printed}`, { cause: error });
  } finally {
    // The whole group, as Ctrl-C does: npm's shell passes no signal on.
    process.kill(-child.pid!, 'SIGTERM');
    await ended;
  }
}

await heading('Cold start');
const userData = temporaryFolder('start');
report('first npm start', [await start(userData)]);
const following: Timing[] = [];
for (let round = 0; round < rounds; round++) following.push(await start(userData));
report('following npm starts', following, { barMs: 5_000 });
