import type { Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { accessibilityViolations } from '../support/accessibility.ts';
import { appSession } from '../support/app-session.ts';
import { keepScreenshot } from '../support/artifacts.ts';

const session = appSession('curate');
let page: Page;
beforeEach(() => {
  page = session.page;
});

const caption = (number: number) => page.getByRole('textbox', { name: `Caption ${number}`, exact: true });

it('the grid can be filtered by class, split and text', async () => {
  await page.getByRole('checkbox', { name: /^airplane/ }).click();
  await page
    .getByText(/^3 of 63|^3 images/)
    .first()
    .waitFor();
  await page.getByRole('checkbox', { name: /^val/ }).click();
  await expect.poll(() => page.getByRole('gridcell').count()).toBe(1);
  await page.getByRole('checkbox', { name: /^val/ }).click();
  await page.getByRole('checkbox', { name: /^airplane/ }).click();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('swimming pool');
  await expect.poll(() => page.getByRole('gridcell').count()).toBeLessThan(10);
  await page.keyboard.type(' zebra');
  await expect.poll(() => page.getByRole('gridcell').count()).toBe(0);
  await keepScreenshot(page, 'browse-nothing-found');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await expect.poll(() => page.getByRole('gridcell').count()).toBeGreaterThan(10);
});

it('browse has no accessibility violations', async () => {
  expect(await accessibilityViolations(page)).toEqual([]);
});

it('Enter opens an image with its captions and the graph of the first', async () => {
  await page.getByRole('gridcell', { name: /^airplane-02/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'airplane-02.jpg' }).waitFor();
  await page.getByRole('region', { name: 'Scene graph' }).waitFor();
  await page.getByRole('img', { name: /^airplane, count four, white/ }).waitFor();
  expect(await caption(1).inputValue()).toContain('Four white airplanes');
});

it('an edit is saved when the field is left, and the graph follows it', async () => {
  await caption(1).fill('Six white airplanes stand on grass near a lighthouse.');
  await page.getByRole('button', { name: 'Add caption' }).focus();
  await page.getByRole('img', { name: /^lighthouse.*unsupported/i }).waitFor();
  await page.getByRole('img', { name: /^track.*missing/i }).waitFor();
  await keepScreenshot(page, 'image-unsupported-and-missing');
  expect(await accessibilityViolations(page)).toEqual([]);
});

it('the graph as a table says the same', async () => {
  await page.getByRole('radio', { name: 'Table' }).click();
  const table = page.getByRole('region', { name: 'Scene graph' }).getByRole('table').first();
  await table.getByText('lighthouse').first().waitFor();
  await table
    .getByText(/unsupported/i)
    .first()
    .waitFor();
  await keepScreenshot(page, 'image-graph-table');
  await page.getByRole('radio', { name: 'Drawing' }).click();
});

it('undo and redo work across a restart', async () => {
  await page.getByRole('heading', { name: 'airplane-02.jpg' }).click();
  await page.keyboard.press('Control+z');
  await expect.poll(() => caption(1).inputValue()).toContain('Four white airplanes');
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(() => caption(1).inputValue()).toContain('lighthouse');
  await session.restart();
  page = session.page;
  await page.getByRole('gridcell', { name: /lighthouse/ }).waitFor();
  await page.keyboard.press('Control+z');
  await page.getByRole('gridcell', { name: /Four white airplanes/ }).waitFor();
});

it('bare keys act on the image and not while a caption is written', async () => {
  await page.getByRole('gridcell', { name: /^airplane-02/ }).click();
  await page.getByRole('heading', { name: 'airplane-02.jpg' }).waitFor();
  await page.keyboard.press('j');
  await page.getByRole('heading', { name: 'airplane-03.jpg' }).waitFor();
  await page.keyboard.press('k');
  await page.getByRole('heading', { name: 'airplane-02.jpg' }).waitFor();
  await page.keyboard.press('g');
  await expect.poll(() => page.getByRole('region', { name: 'Scene graph' }).count()).toBe(0);
  await page.keyboard.press('g');
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.type(' jgk');
  expect(await caption(1).inputValue()).toMatch(/ jgk$/);
  await page.keyboard.press('Escape');
  await expect.poll(() => caption(1).inputValue()).not.toMatch(/jgk/);
});

it('every settings section, the palette and the sheet of keys can be reached and read', async () => {
  await page.keyboard.press('Control+,');
  await page
    .getByText(/libtensorflow/)
    .first()
    .waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);
  await keepScreenshot(page, 'settings');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);
  await keepScreenshot(page, 'palette');
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Settings', level: 1 }).click();
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);
  await page.keyboard.press('Escape');
});
