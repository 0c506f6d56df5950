import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { checkout } from './electron-app.ts';

/** What the tests of the real app leave to be looked at; git ignores it, CI keeps it. */
export const artifactsDirectory = path.join(checkout, 'test-artifacts');

/** Keeps a picture of the window as `<name>.png`. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(artifactsDirectory, { recursive: true });
  await page.screenshot({ path: path.join(artifactsDirectory, `${name}.png`) });
}

/** Keeps a picture and what a screen reader would read, when a step failed. */
export async function keepFailure(page: Page, name: string): Promise<void> {
  await keepScreenshot(page, `failed-${name}`);
  writeFileSync(path.join(artifactsDirectory, `failed-${name}.txt`), await page.locator('body').ariaSnapshot());
}
