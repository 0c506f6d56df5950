import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { keepFailure } from './artifacts.ts';
import { type LaunchedApp, launchApp } from './electron-app.ts';

const timeoutMs = 30_000;

interface StartOptions {
  /** The folder of settings and recent projects, below the session's own. */
  readonly userData?: string;
  readonly files?: readonly string[];
}

/** The real app as the tests of one file share it. */
export interface AppSession {
  /** A folder of these tests, with a space and other letters in its name. */
  readonly folder: string;
  readonly launched: LaunchedApp;
  /** The page of its window. */
  readonly page: Page;
  /** Ends the app and starts it again: with the same user data unless other is named, and `files` on its command line. */
  restart(options?: StartOptions): Promise<void>;
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

  async start({ userData = 'user', files = [] }: StartOptions = {}): Promise<void> {
    this.#launched = await launchApp({
      userData: path.join(this.folder, userData),
      env: { NADIR_CACHE_DIRECTORY: path.join(this.folder, 'cache') },
      files,
    });
    await this.#take(this.#launched.page);
  }

  async restart(options?: StartOptions): Promise<void> {
    await this.launched.close();
    await this.start(options);
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
