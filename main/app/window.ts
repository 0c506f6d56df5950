import path from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';
import { rendererOrigin } from './security.ts';

/** Opens the window: sandboxed, isolated, shown when its first paint is ready so that it never flashes. */
export function openWindow(): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'Nadir',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#101418' : '#f7f8fa',
    webPreferences: {
      preload: path.join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      // Chromium would fetch its dictionaries from the network.
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  const dev = process.env.ELECTRON_RENDERER_URL;
  void window.loadURL(dev ?? `${rendererOrigin()}/index.html`);
  return window;
}
