import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { net, protocol } from 'electron';
import { z } from 'zod';
import { imageFileInput, imageFileOutput } from '../../preload/contract/table.ts';
import { internalMethods } from '../engine/client/messages.ts';

/** Must run before the app is ready. */
export function declareSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'nadir', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    { scheme: 'nadir-image', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** `nadir://app/…` is the built renderer, nothing outside its folder. */
export function serveRenderer(folder: string): void {
  protocol.handle('nadir', (request) => {
    const { host, pathname } = new URL(request.url);
    const file = path.normalize(path.join(folder, decodeURIComponent(pathname)));
    if (host !== 'app' || !file.startsWith(folder + path.sep)) return new Response('Not found', { status: 404 });
    return net.fetch(pathToFileURL(file).toString());
  });
}

/** `nadir-image://full/<id>` and `nadir-image://thumbnail/<id>`: ids only, the engine knows the files. */
export function serveImages(call: (method: string, input: unknown) => Promise<unknown>): void {
  protocol.handle('nadir-image', async (request) => {
    try {
      const url = new URL(request.url);
      const input = imageFileInput.parse({ kind: url.host, id: z.coerce.number().parse(url.pathname.slice(1)) });
      const file = imageFileOutput.parse(await call(internalMethods.imageFile, input));
      return new Response(await readFile(file.path), {
        // Ids are the project's: another project's image of the same id must not come from a cache.
        headers: { 'content-type': file.contentType, 'cache-control': 'no-store' },
      });
    } catch (error) {
      return new Response((error as Error).message, { status: 404 });
    }
  });
}
