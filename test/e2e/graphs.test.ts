import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { accessibilityViolations } from '../support/accessibility.ts';
import { appSession } from '../support/app-session.ts';
import { keepScreenshot } from '../support/artifacts.ts';
import { answerDialogs } from '../support/dialogs.ts';

const session = appSession('graphs');
let page: Page;
beforeEach(() => {
  page = session.page;
});
const panel = () => page.getByRole('region', { name: 'Scene graph' });
const dialog = () => page.getByRole('dialog');

async function openImage(name: string): Promise<void> {
  await page.getByRole('gridcell', { name: new RegExp(`^${name}`) }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: `${name}.jpg` }).waitFor();
}

it('a graph is corrected by hand, stays marked, and undo takes the correction back', async () => {
  await openImage('airplane-02');
  await page.getByRole('img', { name: /^airplane, count four, white/ }).waitFor();
  await panel().getByRole('button', { name: 'Correct scene graph…' }).click();
  await dialog().getByRole('textbox', { name: 'Name of object 1', exact: true }).fill('jet');
  await dialog().getByRole('combobox', { name: 'Count of object 1', exact: true }).fill('two to');
  await dialog().getByText('is not a count').waitFor();
  expect(await dialog().getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
  await dialog().getByRole('combobox', { name: 'Count of object 1', exact: true }).fill('4');
  await keepScreenshot(page, 'graph-editor');
  expect(await accessibilityViolations(page)).toEqual([]);
  await dialog().getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('img', { name: /^jet, count four, white/ }).waitFor();
  await panel().getByRole('heading', { name: 'Caption 1, corrected' }).waitFor();
  await keepScreenshot(page, 'graph-corrected');
  await page.getByRole('heading', { name: 'airplane-02.jpg' }).click();
  await page.keyboard.press('Control+z');
  await page.getByRole('img', { name: /^airplane, count four, white/ }).waitFor();
  await page.keyboard.press('Control+Shift+z');
  await page.getByRole('img', { name: /^jet, count four, white/ }).waitFor();
  await panel().getByRole('button', { name: 'Correct scene graph…' }).click();
  await dialog()
    .getByRole('button', { name: /Restore parser/ })
    .click();
  await page.getByRole('img', { name: /^airplane, count four, white/ }).waitFor();
  await panel().getByRole('button', { name: 'Correct scene graph…' }).click();
  await dialog().getByText('2 earlier corrections').click();
  await dialog().getByText('parser’s graph restored').waitFor();
  await dialog().getByRole('button', { name: 'Load', exact: true }).click();
  expect(await dialog().getByRole('textbox', { name: 'Name of object 1', exact: true }).inputValue()).toBe('jet');
  await keepScreenshot(page, 'graph-versions');
  await dialog().getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('img', { name: /^airplane, count four, white/ }).waitFor();
});

it('the table says why names match, what is only here and which relations others state', async () => {
  await page.getByRole('radio', { name: 'Table' }).click();
  await panel().getByRole('table', { name: 'Relations' }).getByText('missing').first().waitFor();
  await panel()
    .getByText(/^others: |only here/)
    .first()
    .waitFor();
  await panel().getByRole('table', { name: 'Object counts' }).getByText('airplane').waitFor();
  await keepScreenshot(page, 'graph-table-details');
  expect(await accessibilityViolations(page)).toEqual([]);
  await page.getByRole('radio', { name: 'Drawing' }).click();
});

it('words and objects are tied both ways', async () => {
  const word = page.locator('[data-caption-id] span[data-object="0"]').first();
  const box = (await word.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await expect.poll(() => panel().locator('g[role="img"] rect.stroke-accent').count()).toBeGreaterThan(0);
  await page.mouse.move(2, 2);
  await expect.poll(() => panel().locator('g[role="img"] rect.stroke-accent').count()).toBe(0);
  await page.getByRole('img', { name: /^airplane, count four, white/ }).hover();
  await expect.poll(() => page.locator('[data-caption-id] span[class*="bg-accent/25"]').count()).toBeGreaterThan(0);
  // The other two captions name the airplanes as well.
  await expect.poll(() => page.locator('[data-caption-id] span[class*="bg-ok/20"]').count()).toBeGreaterThanOrEqual(2);
  await keepScreenshot(page, 'graph-hover');
  await page.mouse.move(2, 2);
});

it('two names are declared the same in the ontology, and captions match by it', async () => {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('ontology');
  await page.getByRole('option', { name: /Edit ontology/ }).click();
  await dialog().getByRole('textbox', { name: 'First name' }).fill('lighthouse');
  await dialog().getByRole('textbox', { name: 'Second name' }).fill('grass');
  await dialog()
    .getByText(/^No. The saved groups/)
    .waitFor();
  await dialog().getByRole('button', { name: 'Add group' }).click();
  await dialog().getByRole('textbox', { name: 'Same: group of new' }).fill('lighthouse, grass');
  await keepScreenshot(page, 'ontology');
  expect(await accessibilityViolations(page)).toEqual([]);
  await dialog().getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('ontology');
  await page.getByRole('option', { name: /Edit ontology/ }).click();
  await dialog().getByRole('textbox', { name: 'First name' }).fill('lighthouses');
  await dialog().getByRole('textbox', { name: 'Second name' }).fill('grass');
  await dialog()
    .getByText(/^Yes, with 0\.95/)
    .waitFor();
  await dialog().getByRole('button', { name: 'Restore included groups' }).click();
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
});

it('detections are counted, looked at before they are imported, and removed again', async () => {
  const labels = path.join(session.folder, 'labels');
  mkdirSync(labels, { recursive: true });
  writeFileSync(
    path.join(labels, 'airplane-02.txt'),
    '0 0.5 0.5 0.1 0.1 0.9\n0 0.3 0.5 0.1 0.1 0.8\n0 0.1 0.1 0.1 0.1 0.2\n',
  );
  writeFileSync(path.join(labels, 'unknown.txt'), '0 0.5 0.5 0.1 0.1\n');
  writeFileSync(path.join(labels, 'classes.txt'), 'fuel-truck\n');
  await page.getByRole('heading', { name: 'airplane-02.jpg' }).click();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('detections');
  await page.getByRole('option', { name: /Import detections/ }).click();
  await dialog().getByRole('combobox', { name: 'Format' }).click();
  await page.getByRole('option', { name: /YOLO/ }).click();
  await answerDialogs(session.launched.app, [labels]);
  await dialog().getByRole('button', { name: 'Choose detections' }).click();
  await dialog().getByText('2 objects').waitFor();
  await dialog().getByText('fuel truck').waitFor();
  await keepScreenshot(page, 'detections');
  expect(await accessibilityViolations(page)).toEqual([]);
  await dialog().getByRole('button', { name: 'Import for 1 image' }).click();
  await page.getByRole('img', { name: /^fuel truck.*counted by the detector/ }).waitFor();
  await keepScreenshot(page, 'graph-with-detections');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('detections');
  await page.getByRole('option', { name: /Import detections/ }).click();
  await dialog().getByRole('button', { name: 'Remove labels' }).click();
  await expect.poll(() => dialog().getByRole('table', { name: 'Detections in this project' }).count()).toBe(0);
  await dialog().getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => page.getByRole('img', { name: /^fuel truck/ }).count()).toBe(0);
});

it('all captions are parsed as one job, from the settings', async () => {
  await page.keyboard.press('Control+,');
  await page.getByRole('button', { name: 'Scene graphs' }).click();
  await page.getByRole('button', { name: 'Parse now' }).click();
  await page.getByText(/different captions: .* parsed now/).waitFor();
  await page.getByRole('combobox', { name: 'Parser' }).waitFor();
  await keepScreenshot(page, 'settings-graphs');
  expect(await accessibilityViolations(page)).toEqual([]);
});
