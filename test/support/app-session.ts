import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { keepFailure } from './artifacts.ts';
import { type LaunchedApp, launchApp } from './electron-app.ts';

const timeoutMs = 30_000;

/** The real app as the tests of one file share it. */
export interface AppSession {
  /** A folder of these tests, with a space and other letters in its name. */
  readonly folder: string;
  readonly launched: LaunchedApp;
  /** The page of its window. */
  readonly page: Page;
  /** Ends the app and starts it again with the same user data; `files` are named on its command line. */
  restart(files?: readonly string[]): Promise<void>;
  /** Does what opens another window, and goes on with that one. */
  followNewWindow(open: () => Promise<void>): Promise<void>;
}

/**
 * Starts the app before the tests of a file, with user data and a cache of its own, waits for the first images of its
 * grid, and ends it after them. When a test fails, a picture is kept as `failed-<name>.png`.
 */
export function appSession(name: string): AppSession {
  const session = new Session(name);
  beforeAll(() => session.start());
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepFailure(session.page, name);
  });
  afterAll(() => session.end());
  return session;
}

class Session implements AppSession {
  readonly folder: string;
  #launched: LaunchedApp | undefined;
  #page: Page | undefined;

  constructor(name: string) {
    this.folder = mkdtempSync(path.join(tmpdir(), `nadir-e2e ${name} ä-`));
  }

  get launched(): LaunchedApp {
    if (!this.#launched) throw new Error('The app is not running.');
    return this.#launched;
  }

  get page(): Page {
    if (!this.#page) throw new Error('The app has no window.');
    return this.#page;
  }

  async start(files: readonly string[] = []): Promise<void> {
    this.#launched = await launchApp({
      userData: path.join(this.folder, 'user'),
      env: { NADIR_CACHE_DIRECTORY: path.join(this.folder, 'cache') },
      files,
    });
    await this.#take(this.#launched.page);
  }

  async restart(files?: readonly string[]): Promise<void> {
    await this.launched.close();
    await this.start(files);
  }

  async followNewWindow(open: () => Promise<void>): Promise<void> {
    const opened = this.launched.app.waitForEvent('window');
    await open();
    await this.#take(await opened);
  }

  async end(): Promise<void> {
    await this.#launched?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #take(page: Page): Promise<void> {
    page.setDefaultTimeout(timeoutMs);
    this.#page = page;
    await page.getByRole('gridcell').first().waitFor();
  }
}
