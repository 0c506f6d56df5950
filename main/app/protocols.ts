import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { net, protocol } from 'electron';
import { z } from 'zod';
import { imageFileInput, imageFileOutput } from '../../preload/contract/table.ts';
import { internalMethods } from '../engine/door/client/messages.ts';

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

type Call = (method: string, input: unknown) => Promise<unknown>;

/** `nadir-image://full/<id>` and `nadir-image://thumbnail/<id>`: ids only, the engine knows the files. */
export function serveImages(call: Call): void {
  let lastTicket = 0;
  protocol.handle('nadir-image', ({ url }) => {
    lastTicket += 1;
    // Ids are the project's: another project's image of the same id must not come from a cache.
    return new Response(imageBytes(url, lastTicket, call), { headers: { 'cache-control': 'no-store' } });
  });
}

/**
 * An image's bytes as a stream that is answered at once and filled later: a page that takes an image away cancels its
 * stream, but would not end the wait for an answer. A stream that fails is an image that fails to load.
 */
function imageBytes(url: string, ticket: number, call: Call): ReadableStream<Uint8Array> {
  let isWanted = true;
  return new ReadableStream({
    async start(stream) {
      const { host, pathname } = new URL(url);
      const input = imageFileInput.parse({ kind: host, id: z.coerce.number().parse(pathname.slice(1)), ticket });
      const file = imageFileOutput.parse(await call(internalMethods.imageFile, input));
      if (!isWanted) return;
      stream.enqueue(await readFile(file.path));
      if (isWanted) stream.close();
    },
    cancel() {
      isWanted = false;
      // An engine that is gone has nothing left to give up.
      call(internalMethods.giveUpImage, { ticket }).catch(() => undefined);
    },
  });
}
