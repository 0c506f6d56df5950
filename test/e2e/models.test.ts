import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { PlayedHub } from '../checkpoint/hub/played-hub.ts';
import { accessibilityViolations } from '../support/accessibility.ts';
import { appSession } from '../support/app-session.ts';
import { keepScreenshot } from '../support/artifacts.ts';
import { answerDialogs } from '../support/dialogs.ts';
import { tinyBlipFiles, writeTinyBlip } from '../support/tiny-blip.ts';

/** The library in the real app: what is there, a download from a hub on this machine, an import from the disk. */
const session = appSession('models');
const hub = new PlayedHub();
let page: Page;
const source = () => path.join(session.folder, 'tiny blip');

beforeAll(async () => {
  await hub.start();
  writeTinyBlip(source());
  for (const name of tinyBlipFiles) hub.files.set(name, readFileSync(path.join(source(), name)));
});
afterAll(() => hub.stop());
beforeEach(() => {
  page = session.page;
});

const row = (title: string) => page.getByRole('listitem').filter({ hasText: title });

it('the library opens without a project and says of each model whether it fits', async () => {
  await page.getByRole('button', { name: 'Models' }).click();
  await row('nadir-mini').getByText('Included').waitFor();
  const offer = row('InstructBLIP with FLAN-T5-XL');
  expect(await offer.innerText()).toMatch(
    /4\.02 billion parameters[\s\S]*MIT licence[\s\S]*needs about 18\.1 GB of memory/,
  );
  await row('nadir-mini')
    .getByRole('button', { name: /Memory estimate/ })
    .click();
  await page.getByRole('table', { name: 'Memory estimate for captioning' }).getByText('measured').waitFor();
  await keepScreenshot(page, 'models');
  expect(await accessibilityViolations(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await keepScreenshot(page, 'models-dark');
  expect(await accessibilityViolations(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
});

it('a model is downloaded by its id, from the hub that was set, and deleted after asking', async () => {
  const address = page.getByLabel('Hub');
  await address.fill('nowhere');
  await page.getByText('Enter an address that begins with https://.').waitFor();
  await address.fill(hub.address);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(`model on 127.0.0.1`).waitFor();
  const name = page.getByLabel('Other model');
  await name.fill('tiny');
  await page.getByText('Enter owner/name').waitFor();
  await name.fill('owner/tiny');
  await page.keyboard.press('Enter');
  await row('tiny').getByText('BSD 3-Clause licence').waitFor();
  await row('tiny').getByRole('button', { name: 'Delete' }).click();
  await row('tiny')
    .getByRole('button', { name: /^Delete \d.*\?/ })
    .click();
  await expect.poll(() => page.getByText('owner--tiny').count()).toBe(0);
  // What had the focus is gone; it does not fall to the start of the window.
  expect(await page.evaluate('document.activeElement.id')).toBe('library-title');
});

it('a download that the hub refuses says why where it was begun', async () => {
  hub.status = 403;
  await page.getByRole('button', { name: 'Download BLIP captioner, base' }).click();
  await page.getByRole('region', { name: 'Download jobs' }).getByText('accepting its terms').waitFor();
  hub.status = 200;
  await page.getByRole('button', { name: 'Dismiss' }).click();
});

it('a folder is imported where it lies, by the keyboard; forgetting it leaves its files', async () => {
  await answerDialogs(session.launched.app, [source()]);
  await page.getByRole('button', { name: 'Import model…' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Import model' });
  await dialog
    .getByRole('group', { name: 'Model', exact: true })
    .getByRole('button', { name: 'Folder…' })
    .press('Enter');
  await dialog.getByText(source()).waitFor();
  await keepScreenshot(page, 'models-import');
  expect(await accessibilityViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Import' }).press('Enter');
  await row('tiny blip').getByRole('button', { name: 'Remove from list' }).click();
  await expect.poll(() => page.getByText(source()).count()).toBe(0);
  expect(existsSync(path.join(source(), 'model.safetensors'))).toBe(true);
});

it('a model is exported to a folder that is chosen, and why it cannot be said where it was begun', async () => {
  const out = path.join(session.folder, 'my mini');
  await answerDialogs(session.launched.app, [null, out, out]);
  const button = page.getByRole('button', { name: 'Export nadir-mini to a folder' });
  await button.click();
  await button.press('Enter');
  const exports = page.getByRole('region', { name: 'Exports' });
  await exports.getByText(/Exported nadir-mini: \d files/).waitFor();
  expect(existsSync(path.join(out, 'vocabulary.json'))).toBe(true);
  await keepScreenshot(page, 'models-exported');
  expect(await accessibilityViolations(page)).toEqual([]);
  await button.press('Enter');
  await exports.getByText('Choose a new or empty folder').waitFor();
  await exports.getByRole('button', { name: 'Dismiss' }).click();
  await expect.poll(() => exports.count()).toBe(0);
});

it('a model’s row leads to fine-tuning it, with the preset made for published models', async () => {
  await answerDialogs(session.launched.app, [source()]);
  await page.getByRole('button', { name: 'Import model…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import model' });
  await dialog.getByRole('group', { name: 'Model', exact: true }).getByRole('button', { name: 'Folder…' }).click();
  await dialog.getByRole('button', { name: 'Import' }).click();
  await page.getByRole('button', { name: 'Fine-tune tiny blip' }).click();
  await page.getByRole('radio', { name: 'Published model', checked: true }).waitFor();
  await page.getByRole('radio', { name: 'Balanced' }).click();
  await page.getByText('which then forgets what it knows').waitFor();
});

it('one stop of the keyboard leads past the filters to the images', async () => {
  await page.getByRole('button', { name: 'Browse', exact: true }).click();
  await page.getByRole('gridcell').first().waitFor();
  await page.getByRole('button', { name: 'Skip to the content' }).focus();
  await page.keyboard.press('Enter');
  expect(await page.evaluate("document.activeElement.getAttribute('role')")).toBe('gridcell');
});
