import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A hub on this machine: it serves the files that a test gives it, and misbehaves as told. */
export class PlayedHub {
  readonly files = new Map<string, Buffer>();
  readonly requests: string[] = [];
  licence: string | string[] | undefined = 'bsd-3-clause';
  commit = 'a'.repeat(40);
  /** Names that are announced with this checksum instead of their own. */
  readonly announced = new Map<string, string>();
  /** Names that are listed and then not found. */
  readonly missing = new Set<string>();
  /** Ends the connection after so many bytes of each answer. */
  breakAfter = Number.POSITIVE_INFINITY;
  ignoresRange = false;
  /** Answers to a question for a part of a file: 416, or the part from another byte on. */
  refusesRange = false;
  shiftsRange = 0;
  /** What the listing is instead of one of `files`. */
  listing: string | undefined;
  /** Where every file is said to lie instead. */
  redirect: string | undefined;
  status = 200;
  address = '';
  readonly #server = createServer((request, response) => this.#answer(request, response));

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.address = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = decodeURIComponent(request.url ?? '');
    this.requests.push(`${url} ${request.headers.range ?? ''}`.trim());
    if (this.status !== 200) {
      response.writeHead(this.status).end();
      return;
    }
    if (url.startsWith('/api/models/')) {
      response.end(this.listing ?? JSON.stringify(this.#listing()));
      return;
    }
    if (this.redirect !== undefined) {
      response.writeHead(302, { location: this.redirect }).end();
      return;
    }
    // As the real one does for large files: the content lies elsewhere.
    const [, redirected] = /^\/\w+\/[\w-]+\/resolve\/\w+\/(.+)$/.exec(url) ?? [];
    if (redirected?.endsWith('.safetensors')) {
      response.writeHead(302, { location: `/store/${redirected}` }).end();
      return;
    }
    this.#send(redirected ?? url.slice('/store/'.length), request, response);
  }

  #send(name: string, request: IncomingMessage, response: ServerResponse): void {
    const content = this.files.get(name);
    if (!content || this.missing.has(name)) {
      response.writeHead(404).end();
      return;
    }
    const asked = this.ignoresRange ? 0 : Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (asked > 0 && this.refusesRange) {
      response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
      return;
    }
    const from = asked > 0 ? asked - this.shiftsRange : 0;
    const rest = content.subarray(from);
    const range = { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` };
    response.writeHead(asked > 0 ? 206 : 200, { 'content-length': rest.length, ...(asked > 0 ? range : {}) });
    if (rest.length > this.breakAfter) {
      response.write(rest.subarray(0, this.breakAfter), () => setTimeout(() => response.destroy(), 20));
    } else response.end(rest);
  }

  #listing(): unknown {
    const siblings = [...this.files].map(([rfilename, content]) => {
      const announced = this.announced.get(rfilename);
      const git = createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
      const sha256 = announced ?? createHash('sha256').update(content).digest('hex');
      return rfilename.endsWith('.safetensors')
        ? {
            rfilename,
            size: content.length,
            blobId: 'pointer',
            lfs: { sha256, size: content.length, pointerSize: 134 },
          }
        : { rfilename, size: content.length, blobId: announced ?? git };
    });
    return { id: 'a/b', sha: this.commit, cardData: { license: this.licence }, siblings };
  }
}
