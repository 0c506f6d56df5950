import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { appSession } from '../support/app-session.ts';
import { keepScreenshot } from '../support/artifacts.ts';
import { answerDialogs } from '../support/dialogs.ts';
import { dropFiles } from '../support/drop-files.ts';
import { type Subset, writeSubset } from '../support/subset.ts';

/** How files come in without a dialog: dropped onto the window, or named on the command line. */
const session = appSession('open');
let page: Page;
let subset: Subset;
beforeAll(() => {
  subset = writeSubset(path.join(session.folder, 'data'));
});
beforeEach(() => {
  page = session.page;
});

const dialog = () => page.getByRole('dialog', { name: 'Import images and captions' });
const projectFile = () => path.join(session.folder, 'harbours ö.nadir');
const importButton = () => dialog().getByRole('button', { name: `Import ${subset.images} images` });

it('a caption file dropped onto the window starts its import, with the folder of its images found beside it', async () => {
  await answerDialogs(session.launched.app, [projectFile()]);
  await page.keyboard.press('Control+n');
  await page.getByRole('contentinfo').getByText('0 images').waitFor();
  await dropFiles(page, [subset.captionsFile], async () => {
    await page.getByText('Drop to import').waitFor();
    await keepScreenshot(page, 'drop-over-window');
  });
  await importButton().waitFor();
  await expect.poll(() => page.getByText('Drop to import').count()).toBe(0);
  await keepScreenshot(page, 'drop-import');
  await dialog().getByRole('button', { name: 'Cancel' }).click();
});

it('the image folder dropped onto the open import screen joins the caption file that was chosen there', async () => {
  await page.keyboard.press('Control+i');
  await answerDialogs(session.launched.app, [subset.captionsFile]);
  await dialog().getByRole('button', { name: 'Choose caption file' }).click();
  await importButton().waitFor();
  await dropFiles(page, [subset.imagesDirectory]);
  // The report is made anew; the former one may still be shown for a moment.
  await expect.poll(() => dialog().innerText()).toContain(String(subset.captions));
  await importButton().waitFor();
  await dialog().getByRole('button', { name: 'Cancel' }).click();
});

it('the folder that holds both, dropped, is imported whole', async () => {
  await dropFiles(page, [path.dirname(subset.captionsFile)]);
  await importButton().click();
  await page.getByRole('contentinfo').getByText(`${subset.images} images`).waitFor();
  await page.getByRole('contentinfo').getByText(`${subset.captions} captions`).waitFor();
});

it('a file that is neither is refused by its name, and what is chosen stays', async () => {
  const notes = path.join(session.folder, 'field notes.txt');
  writeFileSync(notes, 'Seen from above.');
  await dropFiles(page, [notes]);
  await dialog().getByRole('alert').filter({ hasText: 'field notes.txt' }).waitFor();
  await keepScreenshot(page, 'drop-refused');
  await dialog().getByRole('button', { name: 'Cancel' }).click();
});

it('a project file dropped onto the window is opened', async () => {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('sample project');
  await page.keyboard.press('Enter');
  await page.getByRole('contentinfo').getByText('63 images').waitFor();
  await dropFiles(page, [projectFile()]);
  await page.getByRole('contentinfo').getByText(`${subset.images} images`).waitFor();
});

it('a project file named on the command line of a very first start is opened, not the sample', async () => {
  await session.restart({ files: [projectFile()], userData: 'another user' });
  page = session.page;
  await page.getByRole('button', { name: /harbours ö/ }).waitFor();
  await page.getByRole('contentinfo').getByText(`${subset.images} images`).waitFor();
  expect(existsSync(path.join(session.folder, 'another user/sample-project'))).toBe(false);
});
