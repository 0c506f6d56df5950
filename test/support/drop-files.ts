import type { Page } from 'playwright-core';

/**
 * Drops files and folders onto the middle of the window as the desktop does: through the browser's own drag and drop,
 * so that the page gets real files whose paths the app can ask for.
 */
export async function dropFiles(
  page: Page,
  paths: readonly string[],
  beforeDrop: () => Promise<void> = async () => {},
): Promise<void> {
  const size = (await page.evaluate('({ x: innerWidth / 2, y: innerHeight / 2 })')) as { x: number; y: number };
  const browser = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  try {
    for (const type of ['dragEnter', 'dragOver'] as const)
      await browser.send('Input.dispatchDragEvent', { type, ...size, data });
    await beforeDrop();
    await browser.send('Input.dispatchDragEvent', { type: 'drop', ...size, data });
  } finally {
    await browser.detach();
  }
}
