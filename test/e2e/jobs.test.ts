import type { Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { accessibilityViolations } from '../support/accessibility.ts';
import { appSession } from '../support/app-session.ts';
import { keepScreenshot } from '../support/artifacts.ts';
import { descendants } from '../support/processes.ts';

/** The Jobs panel in the real app: what runs, waits and ended, by mouse and by keyboard. */
const session = appSession('jobs');
let page: Page;
beforeEach(() => {
  page = session.page;
});

const workingMs = 120_000;
const bar = () => page.getByRole('contentinfo');
const panel = () => page.getByRole('region', { name: 'Jobs', exact: true });
const section = (title: string) => panel().getByRole('region', { name: new RegExp(`^${title}`) });
const row = (title: string | RegExp) => panel().getByRole('listitem').filter({ hasText: title });

/** Text, not functions: tests are checked without the page's own types. */
const focusedName = () =>
  page.evaluate(`document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent`);

async function openPanel(): Promise<void> {
  if ((await panel().count()) === 0) await page.keyboard.press('Control+j');
  await panel().waitFor();
}

async function startRun(name: string, epochs: string): Promise<void> {
  await page.keyboard.press('Control+2');
  await page.getByRole('button', { name: 'Fine-tune' }).click();
  await page.getByRole('radio', { name: /Balanced/ }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByText('Advanced settings').click();
  await page.getByRole('textbox', { name: /^Cross-entropy epochs/ }).fill(epochs);
  const start = page.getByRole('button', { name: 'Start training' });
  await expect.poll(() => start.isEnabled(), { timeout: 30_000 }).toBe(true);
  await start.click();
  await page.getByRole('list', { name: 'Runs' }).getByRole('button', { name }).waitFor();
}

/** The state of a row, by its word. */
const untilState = (title: string | RegExp, state: string) =>
  row(title).getByText(state, { exact: true }).first().waitFor({ timeout: workingMs });

/** Pictures of the window as it is now, light and dark, wide and narrow; axe finds nothing in any. */
async function look(name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1440, 900]) {
      await session.launched.app.evaluate(({ BrowserWindow }, size) => {
        BrowserWindow.getAllWindows()[0]?.setContentSize(size, size === 1440 ? 900 : 640);
      }, width);
      await page.waitForTimeout(400);
      await keepScreenshot(page, `${name}-${colorScheme}-${width}`);
    }
    expect(await accessibilityViolations(page)).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await session.launched.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 900);
  });
  await page.waitForTimeout(300);
}

it('without jobs the status bar says so; a key opens the panel, Escape gives the focus back', async () => {
  await bar().getByRole('button', { name: 'No jobs' }).waitFor();
  await page.getByRole('gridcell').first().focus();
  await page.keyboard.press('Control+j');
  await panel().getByText('appear here while they run').waitFor();
  await look('jobs-none');
  await page.keyboard.press('Escape');
  await expect.poll(() => panel().count()).toBe(0);
  expect(await page.evaluate(`document.activeElement.getAttribute('role')`)).toBe('gridcell');
});

it('the palette opens it, and the key closes what it opened', async () => {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('show jobs');
  await page.keyboard.press('Enter');
  await panel().waitFor();
  await expect
    .poll(() => page.evaluate(`document.activeElement.closest('[aria-labelledby="jobs-title"]') !== null`))
    .toBe(true);
  await page.keyboard.press('Control+j');
  await expect.poll(() => panel().count()).toBe(0);
});

it('training, captioning and what waits for them stand in their sections, and the status bar names the training', async () => {
  await startRun('Night run', '1000');
  await page.keyboard.press('Control+3');
  await page.getByRole('button', { name: /^Caption \d+ images$/ }).click();
  await startRun('A second run with a name that is long enough to need two lines in the panel of all jobs', '1000');
  await expect
    .poll(() =>
      bar()
        .getByRole('button', { name: /Train “Night run”.*and \d more/ })
        .count(),
    )
    .toBe(1);
  await bar()
    .getByRole('button', { name: /Night run/ })
    .click();
  await untilState('Night run', 'Running');
  await section('Waiting').getByText('A second run').waitFor();
  await expect
    .poll(() => row('Night run').getByRole('progressbar').getAttribute('aria-valuetext'), { timeout: workingMs })
    .toMatch(/%/);
  await look('jobs-running');
});

it('a training is paused, resumed and taken out of the queue by the keyboard alone', async () => {
  await openPanel();
  await page.keyboard.press('Home');
  const pause = row('Night run').getByRole('button', { name: /^Pause/ });
  await pause.focus();
  await page.keyboard.press('Enter');
  await untilState('Night run', 'Paused');
  // The button that it became has the focus: Enter alone goes on.
  expect(await focusedName()).toMatch(/^Resume/);
  await keepScreenshot(page, 'jobs-paused');
  await page.keyboard.press('Enter');
  await untilState('Night run', 'Running');
  await page.keyboard.press('ArrowRight');
  expect(await focusedName()).toMatch(/^Stop Train “Night run”/);
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await row('A second run')
    .getByRole('button', { name: /^Cancel/ })
    .focus();
  await page.keyboard.press('Enter');
  await section('Ended').getByText('A second run').waitFor();
  // What had the focus moved to another section, and the focus with it.
  await expect
    .poll(() => page.evaluate(`document.activeElement.closest('[data-job]')?.textContent ?? ''`))
    .toContain('A second run');
});

it('an ended job is dismissed; the focus stays in the panel', async () => {
  await openPanel();
  await row('A second run')
    .getByRole('button', { name: /^Dismiss/ })
    .focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => row('A second run').count()).toBe(0);
  expect(await page.evaluate(`document.activeElement.closest('[aria-labelledby="jobs-title"]') !== null`)).toBe(true);
});

it('a job that fails is told in the status bar until the panel was opened, with its whole reason there', async () => {
  await openPanel();
  // Then the only worker beside the parser's, which is older, trains.
  await untilState('Caption val with nadir-mini', 'Finished');
  await untilState('Caption val with Nearest neighbour', 'Finished');
  await page.keyboard.press('Escape');
  process.kill(Math.max(...descendants(session.launched.app.process().pid!, 'worker')), 'SIGKILL');
  await bar()
    .getByRole('button', { name: /1 job failed/ })
    .waitFor();
  await page
    .getByRole('status', { name: 'Ended jobs' })
    .getByText('Failed: Train “Night run”')
    .waitFor({ state: 'attached' });
  await keepScreenshot(page, 'jobs-failed-status');
  await openPanel();
  await row('Night run')
    .getByText(/SIGKILL/)
    .waitFor();
  await look('jobs-ended');
  await page.keyboard.press('Escape');
  await bar().getByRole('button', { name: 'No jobs' }).waitFor();
});

it('a job’s Show leads to what it makes', async () => {
  await openPanel();
  await row('Night run').getByRole('button', { name: /^Show/ }).click();
  await page.getByRole('main', { name: 'Train' }).getByRole('heading', { name: 'Night run' }).waitFor();
  await expect.poll(() => panel().count()).toBe(0);
  await openPanel();
  await row(/^Caption val/)
    .first()
    .getByRole('button', { name: /^Show/ })
    .click();
  await page.getByRole('main', { name: 'Compare' }).waitFor();
});

it('a failed job is tried again in its own place, and stopped', async () => {
  await openPanel();
  await row('Night run')
    .getByRole('button', { name: /^Retry/ })
    .click();
  await untilState('Night run', 'Running');
  await expect.poll(() => row('Night run').count()).toBe(1);
  await row('Night run').getByRole('button', { name: /^Stop/ }).click();
  await untilState('Night run', 'Stopped');
});

it('image features are prepared from the Models screen, and its message leads to the panel', async () => {
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Models', exact: true }).click();
  await page.getByRole('button', { name: 'More actions for nadir-mini' }).click();
  await page.getByRole('menuitem', { name: 'Prepare image features' }).click();
  await page.getByRole('button', { name: 'Show jobs' }).click();
  await untilState('image features', 'Finished');
  await keepScreenshot(page, 'jobs-features');
});

it('Clear ended empties the panel', async () => {
  await openPanel();
  await panel().getByRole('button', { name: 'Clear ended' }).click();
  await panel().getByText('appear here while they run').waitFor();
});
