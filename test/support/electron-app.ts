import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';

export const checkout = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** The real app, driven from a test. `close` ends it and waits; `output` is what it has printed so far. */
export interface LaunchedApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly userData: string;
  output(): string;
  close(): Promise<void>;
}

/**
 * Starts the built app (`out/`, so build first) in the provisioned Electron and waits for its first window's page.
 * `userData` is where settings and recent projects go: a fresh temporary folder unless given. `files` are opened as a
 * double click would. Throws one sentence, with what the app printed, when something it needs is missing or when no
 * window comes within `timeoutMs`.
 */
export async function launchApp(
  options: {
    userData?: string;
    env?: Readonly<Record<string, string>>;
    files?: readonly string[];
    timeoutMs?: number;
  } = {},
): Promise<LaunchedApp> {
  const dist = required('ELECTRON_OVERRIDE_DIST_PATH');
  const node = required('NADIR_NODE');
  if (!existsSync(path.join(checkout, 'out/main/index.js'))) {
    throw new Error('The app is not built: out/main/index.js is missing. Run "npm run build".');
  }
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    throw new Error('There is no display for the window. Run the tests with "npm test", which starts a virtual one.');
  }
  const userData = options.userData ?? mkdtempSync(path.join(tmpdir(), 'nadir-user-'));
  const timeout = options.timeoutMs ?? 30_000;
  const { ELECTRON_RENDERER_URL: _devServer, ...inherited } = process.env;
  let printed = '';
  const app = await _electron.launch({
    executablePath: path.join(dist, 'electron'),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', checkout, ...(options.files ?? [])],
    cwd: checkout,
    env: definedOnly({ ...inherited, NADIR_NODE: node, NADIR_USER_DATA: userData, ...options.env }),
    timeout,
  });
  for (const stream of [app.process().stdout, app.process().stderr]) {
    stream?.on('data', (text) => {
      printed += text;
    });
  }
  try {
    const page = await app.firstWindow({ timeout });
    await page.waitForLoadState('domcontentloaded');
    return { app, page, userData, output: () => printed, close: () => app.close() };
  } catch (cause) {
    app.process().kill('SIGKILL');
    throw new Error(`The app opened no window in ${timeout / 1000} s. It printed:\n${printed || '(nothing)'}`, {
      cause,
    });
  }
}

export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. Run the tests with "npm test", which provides the runtime.`);
  return value;
}

export function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
