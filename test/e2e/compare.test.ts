import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { accessibilityViolations } from '../support/accessibility.ts';
import { appSession } from '../support/app-session.ts';
import { keepScreenshot } from '../support/artifacts.ts';
import { answerDialogs } from '../support/dialogs.ts';

const session = appSession('compare');
let page: Page;
beforeEach(() => {
  page = session.page;
});

it('two models caption the val split and stand side by side', async () => {
  await page.keyboard.press('Control+3');
  await page.getByRole('button', { name: /^Caption \d+ images/ }).waitFor();
  await keepScreenshot(page, 'compare-before');
  expect(await accessibilityViolations(page)).toEqual([]);
  await page.getByRole('button', { name: /^Caption \d+ images/ }).click();
  const table = page.getByRole('table', { name: 'Corpus metrics' });
  await table.waitFor({ timeout: 120_000 });
  for (const metric of ['BLEU-4', 'ROUGE-L', 'CIDEr', 'Oversight rate', 'Hallucination rate']) {
    await table.getByRole('row', { name: new RegExp(`^${metric}`) }).waitFor();
  }
  await keepScreenshot(page, 'compare-table');
  expect(await accessibilityViolations(page)).toEqual([]);
});

it('images are ordered by loss or gain of CIDEr', async () => {
  const differences = async (): Promise<number[]> =>
    (await page.getByRole('listbox', { name: 'Images' }).getByRole('option').allInnerTexts()).map((text) =>
      Number(/([+−]?\d+\.\d+)\s*$/.exec(text.trim())![1]!.replace('−', '-')),
    );
  const losses = await differences();
  expect(losses.length).toBeGreaterThan(5);
  expect(losses).toEqual([...losses].sort((a, b) => a - b));
  await page.getByRole('combobox', { name: 'Order' }).click();
  await page.getByRole('option', { name: /gain/i }).click();
  const gains = await differences();
  expect(gains).toEqual([...gains].sort((a, b) => b - a));
});

it('an image shows its references, both captions and both graphs', async () => {
  await page.getByRole('listbox', { name: 'Images' }).getByRole('option').first().click();
  const main = page.getByRole('main', { name: 'Compare' });
  await main
    .getByRole('heading', { name: /References?/i })
    .first()
    .waitFor();
  await main
    .getByText(/missing/i)
    .first()
    .waitFor();
  await keepScreenshot(page, 'compare-image');
  expect(await accessibilityViolations(page)).toEqual([]);
});

it('predictions and captions are exported as the formats say', async () => {
  const predictions = path.join(session.folder, 'results.json');
  await page.keyboard.press('Control+e');
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await dialog.getByRole('radio', { name: 'Predictions' }).click();
  expect(await accessibilityViolations(page)).toEqual([]);
  await keepScreenshot(page, 'export');
  await answerDialogs(session.launched.app, [predictions]);
  await dialog.getByRole('button', { name: /^Export…/ }).click();
  await dialog.getByText(/21/).first().waitFor();
  await expect
    .poll(() => JSON.parse(readFileSync(predictions, 'utf8')) as { caption: string }[], { timeout: 10_000 })
    .toHaveLength(21);
  await page.keyboard.press('Escape');
  const captions = path.join(session.folder, 'captions.json');
  await page.keyboard.press('Control+e');
  await answerDialogs(session.launched.app, [captions]);
  await dialog.getByRole('button', { name: /^Export…/ }).click();
  await expect
    .poll(
      () => {
        const coco = JSON.parse(readFileSync(captions, 'utf8')) as { images: unknown[]; annotations: unknown[] };
        return [coco.images.length, coco.annotations.length];
      },
      { timeout: 10_000 },
    )
    .toEqual([63, 189]);
});
