import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** Something that fades in is half transparent meanwhile. Text, not a function: tests are checked without the page's own types. */
const untilStill = `Promise.allSettled(
  document.getAnimations()
    .filter((one) => Number.isFinite(one.effect.getComputedTiming().endTime))
    .map((one) => one.finished),
)`;

/** A message whose time is up while axe looks goes at once, instead of fading under its eyes. */
const stillness = '*, *::before, *::after { transition: none !important; animation: none !important; }';

/**
 * Violations of WCAG 2.1 A and AA that axe finds in the window, one sentence each; empty when there are none. Legacy mode:
 * the other one opens a second page, which the app does not allow.
 */
export async function accessibilityViolations(page: Page): Promise<string[]> {
  await page.evaluate(untilStill);
  const style = await page.addStyleTag({ content: stillness });
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze()
    .finally(() => style.evaluate((element) => element.parentNode?.removeChild(element)));
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join('; ')})`,
  );
}
