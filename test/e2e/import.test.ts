import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { accessibilityViolations } from '../support/accessibility.ts';
import { appSession } from '../support/app-session.ts';
import { keepScreenshot } from '../support/artifacts.ts';
import { answerDialogs } from '../support/dialogs.ts';
import { descendants } from '../support/processes.ts';
import { type Subset, writeSubset } from '../support/subset.ts';

const session = appSession('import');
let subset: Subset;
beforeAll(() => {
  subset = writeSubset(path.join(session.folder, 'data'));
});

const dialog = () => session.page.getByRole('dialog', { name: 'Import images and captions' });

async function chooseSources(): Promise<void> {
  const { launched, page } = session;
  await page.keyboard.press('Control+i');
  await answerDialogs(launched.app, [subset.captionsFile, subset.imagesDirectory]);
  await dialog().getByRole('button', { name: 'Choose caption file' }).click();
  await dialog().getByRole('button', { name: 'Choose image folder' }).click();
  await dialog()
    .getByRole('button', { name: `Import ${subset.images} images` })
    .waitFor();
}

it('the first run opens the sample project with its 63 images', async () => {
  const { page } = session;
  await page.getByRole('gridcell').first().waitFor();
  await page.getByRole('contentinfo').getByText('63 images').waitFor();
  await keepScreenshot(page, 'browse-sample');
});

it('the window has no Node and loads nothing from elsewhere', async () => {
  // Text, not a function: tests are checked without the page's own types.
  const found = (await session.page.evaluate(`({
    node: typeof globalThis.require,
    process: typeof globalThis.process,
    policy: document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.content ?? '',
  })`)) as Record<'node' | 'process' | 'policy', string>;
  expect(found.node).toBe('undefined');
  expect(found.process).toBe('undefined');
  expect(found.policy).toContain("default-src 'none'");
});

it('a new project is made where the person says', async () => {
  const { launched, page } = session;
  const file = path.join(session.folder, 'my project.nadir');
  await answerDialogs(launched.app, [file]);
  await page.keyboard.press('Control+n');
  await page.getByRole('button', { name: /my project/ }).waitFor();
  expect(existsSync(file)).toBe(true);
  expect(await accessibilityViolations(page)).toEqual([]);
  await keepScreenshot(page, 'browse-empty-project');
});

it('a caption file that is cut short is refused by its name, and the dialog stays usable', async () => {
  const { launched, page } = session;
  const broken = path.join(session.folder, 'broken.json');
  writeFileSync(broken, '{"images": [{"filename": "1.jpg", ');
  await page.keyboard.press('Control+i');
  await answerDialogs(launched.app, [broken, subset.imagesDirectory]);
  await dialog().getByRole('button', { name: 'Choose caption file' }).click();
  await dialog().getByRole('button', { name: 'Choose image folder' }).click();
  await dialog().getByRole('alert').filter({ hasText: 'broken.json' }).waitFor();
  await keepScreenshot(page, 'import-broken-file');
  await dialog().getByRole('button', { name: 'Cancel' }).click();
});

it('the report says what an import would do, and cancelling it leaves nothing behind', async () => {
  const { page } = session;
  await chooseSources();
  const report = await dialog().innerText();
  expect(report).toContain(String(subset.captions));
  expect(await accessibilityViolations(page)).toEqual([]);
  await keepScreenshot(page, 'import-report');
  await dialog().getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('contentinfo').getByText('0 images').waitFor();
});

it('an import goes on when its dialog is closed; the Jobs panel has it, and a message tells its end', async () => {
  const { launched, page } = session;
  await chooseSources();
  // An engine that stands still makes the import long enough to be left alone.
  const [engine] = descendants(launched.app.process().pid!, 'engine');
  process.kill(engine!, 'SIGSTOP');
  try {
    await dialog()
      .getByRole('button', { name: `Import ${subset.images} images` })
      .click();
    await dialog().getByRole('button', { name: 'Continue in background' }).click();
    await expect.poll(() => dialog().count()).toBe(0);
  } finally {
    process.kill(engine!, 'SIGCONT');
  }
  await page.getByText(`${subset.images} images and ${subset.captions} captions imported.`).waitFor();
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.getByRole('gridcell').first().waitFor();
  await page.keyboard.press('Control+j');
  await page
    .getByRole('region', { name: 'Jobs', exact: true })
    .getByRole('listitem')
    .filter({ hasText: `Import ${path.basename(subset.captionsFile)}` })
    .getByText('Finished', { exact: true })
    .waitFor();
  await keepScreenshot(page, 'import-in-background');
  await page.keyboard.press('Escape');
});

it('the import brings all images and captions into the project', async () => {
  const { launched, page } = session;
  await answerDialogs(launched.app, [path.join(session.folder, 'another project.nadir')]);
  await page.keyboard.press('Control+n');
  await page.getByRole('button', { name: /another project/ }).waitFor();
  await chooseSources();
  await dialog()
    .getByRole('button', { name: `Import ${subset.images} images` })
    .click();
  await page.getByRole('contentinfo').getByText(`${subset.images} images`).waitFor();
  await page.getByRole('contentinfo').getByText(`${subset.captions} captions`).waitFor();
  await page.getByRole('gridcell').first().waitFor();
  await keepScreenshot(page, 'browse-imported');
});
