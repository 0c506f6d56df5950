import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { build } from 'vite';
import { checkout, definedOnly, required } from './electron-app.ts';

/** A window with the gallery alone: no preload, no engine. */
const program = `
const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1240, height: 900, webPreferences: { sandbox: true, contextIsolation: true } });
  window.loadFile(process.env.GALLERY_PAGE);
});
`;

/** The gallery in the provisioned Electron; `problems` are errors that its page threw or logged so far. */
export interface GalleryWindow {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly problems: readonly string[];
}

/** Builds the gallery of components into a temporary folder and opens it in Electron. */
export async function openGallery(): Promise<GalleryWindow> {
  const folder = mkdtempSync(path.join(tmpdir(), 'nadir-gallery-'));
  const outDir = path.join(folder, 'page');
  await build({
    configFile: path.join(checkout, 'gallery/vite.config.ts'),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  });
  // Electron is given a folder: some builds of it take no single file.
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'gallery', main: 'main.cjs' }));
  writeFileSync(path.join(folder, 'main.cjs'), program);
  const app = await _electron.launch({
    executablePath: path.join(required('ELECTRON_OVERRIDE_DIST_PATH'), 'electron'),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      `--user-data-dir=${folder}/user`,
      folder,
    ],
    env: definedOnly({
      ...process.env,
      GALLERY_PAGE: path.join(outDir, 'index.html'),
    }),
  });
  const page = await app.firstWindow();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  // What went wrong before these listeners were there must not be missed.
  await page.reload();
  await page.getByRole('heading', { name: 'Nadir components' }).waitFor();
  return { app, page, problems };
}
