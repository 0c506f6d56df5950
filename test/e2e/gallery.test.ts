import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityViolations } from '../support/accessibility.ts';
import { artifactsDirectory, keepScreenshot } from '../support/artifacts.ts';
import { checkout } from '../support/electron-app.ts';
import { type GalleryWindow, openGallery } from '../support/gallery-window.ts';

let gallery: GalleryWindow;
let page: Page;
beforeAll(async () => {
  gallery = await openGallery();
  page = gallery.page;
});
afterAll(() => gallery?.app.close());

async function show(theme: 'Light' | 'Dark', width: 'Wide' | 'Narrow'): Promise<void> {
  await page.getByRole('radio', { name: theme }).click();
  await page.getByRole('radio', { name: width }).click();
  await page.mouse.move(0, 0);
  // Charts and drawings follow their new size on an animation frame.
  await page.waitForTimeout(500);
}

it('every shared component is in the gallery', () => {
  const sources = readdirSync(path.join(checkout, 'gallery'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(path.join(checkout, 'gallery', file), 'utf8'))
    .join('\n');
  const components = readdirSync(path.join(checkout, 'renderer/components'));
  expect(components.filter((file) => !sources.includes(`/renderer/components/${file}'`))).toEqual([]);
});

for (const theme of ['Light', 'Dark'] as const) {
  describe(`the gallery in ${theme.toLowerCase()}`, () => {
    for (const width of ['Wide', 'Narrow'] as const) {
      it(`${width.toLowerCase()}: no component throws, none overflows the page, axe finds nothing`, async () => {
        await show(theme, width);
        const name = `gallery-${theme}-${width}`.toLowerCase();
        await page.screenshot({ path: path.join(artifactsDirectory, `${name}.png`), fullPage: true });
        expect(await page.locator('[data-failed]').allTextContents()).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(
          0,
        );
        expect(await accessibilityViolations(page)).toEqual([]);
      });
    }

    it('a dialog, a menu and a list open without a fault', async () => {
      await show(theme, 'Wide');
      const tone = theme.toLowerCase();
      await page.getByRole('button', { name: 'Open dialog (md)' }).click();
      await page.getByRole('dialog', { name: 'Dialog title' }).waitFor();
      expect(await accessibilityViolations(page)).toEqual([]);
      await keepScreenshot(page, `gallery-${tone}-dialog`);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Open menu' }).click();
      await page.getByRole('menuitem', { name: 'Compare' }).waitFor();
      await keepScreenshot(page, `gallery-${tone}-menu`);
      await page.keyboard.press('Escape');
      await page.getByRole('combobox', { name: 'Split' }).click();
      await page.getByRole('option', { name: /train/ }).waitFor();
      await keepScreenshot(page, `gallery-${tone}-select`);
      await page.keyboard.press('Escape');
    });
  });
}

it('the page has thrown and logged no error', () => {
  expect(gallery.problems).toEqual([]);
});
