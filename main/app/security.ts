import { type App, type Session, shell, type WebFrameMain } from 'electron';

/** The origin of the renderer's page: the dev server while developing, else our own scheme. */
export function rendererOrigin(): string {
  const dev = process.env.ELECTRON_RENDERER_URL;
  return dev === undefined ? 'nadir://app' : new URL(dev).origin;
}

/** Whether a message comes from our page's main frame and no other. */
export function isTrustedSender(frame: WebFrameMain | null): boolean {
  return frame !== null && frame.parent === null && frame.url.startsWith(`${rendererOrigin()}/`);
}

/** No page but ours, no new windows, no web views, no permissions. Links to web pages open in the person's browser. */
export function lockDown(app: App, session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('will-navigate', (event, url) => {
      if (!url.startsWith(`${rendererOrigin()}/`)) event.preventDefault();
    });
    contents.setWindowOpenHandler(({ url }) => {
      if (url.startsWith('https://')) void shell.openExternal(url);
      return { action: 'deny' };
    });
  });
}
