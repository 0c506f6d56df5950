import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';

/** Electron's own downloader against a mirror of ours: what it does with a good file, a wrong one, and silence. */
const repository = path.join(import.meta.dirname, '../..');
const name = 'electron-v45.0.0-linux-x64.zip';

/** A checkout whose electron package pins version 45.0.0 and `checksum`. */
function checkoutPinning(checksum: string): string {
  const root = mkdtempSync(path.join(tmpdir(), 'nadir-download-'));
  const electron = path.join(root, 'node_modules/electron');
  mkdirSync(electron, { recursive: true });
  writeFileSync(path.join(root, 'package.json'), '{}');
  writeFileSync(path.join(electron, 'package.json'), JSON.stringify({ name: 'electron', version: '45.0.0' }));
  writeFileSync(path.join(electron, 'checksums.json'), JSON.stringify({ [name]: checksum }));
  for (const scope of ['@electron', '@electron-internal']) {
    symlinkSync(path.join(repository, 'node_modules', scope), path.join(root, 'node_modules', scope));
  }
  return root;
}

function makeArchive(): Buffer {
  const folder = mkdtempSync(path.join(tmpdir(), 'nadir-archive-'));
  writeFileSync(path.join(folder, 'electron'), 'program');
  writeFileSync(path.join(folder, 'version'), '45.0.0');
  execFileSync('python3', ['-m', 'zipfile', '-c', name, 'electron', 'version'], { cwd: folder });
  return readFileSync(path.join(folder, name));
}

async function download(checksum: string, answer: RequestListener) {
  const checkout = checkoutPinning(checksum);
  const folder = path.join(checkout, 'fetched');
  mkdirSync(folder);
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const script = path.join(repository, 'scripts/provision/electron-download.mjs');
  const child = spawn(process.execPath, [script, checkout, folder, '1500'], {
    env: { ...process.env, ELECTRON_MIRROR: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  server.closeAllConnections();
  server.close();
  return { code, said, folder };
}

it('the pinned release is fetched from the mirror, checked and unpacked', async () => {
  const archive = makeArchive();
  const asked: string[] = [];
  const { code, said, folder } = await download(
    createHash('sha256').update(archive).digest('hex'),
    (request, response) => {
      asked.push(request.url ?? '');
      response.end(archive);
    },
  );
  expect(said).toBe('');
  expect(code).toBe(0);
  expect(asked).toEqual([`/v45.0.0/${name}`]);
  expect(readFileSync(path.join(folder, 'dist/version'), 'utf8')).toBe('45.0.0');
});

it('a file with another checksum is refused', async () => {
  const { code, said } = await download('0'.repeat(64), (_request, response) => response.end(makeArchive()));
  expect(code).toBe(1);
  expect(said.toLowerCase()).toContain('checksum');
});

it('a server that stays silent is given up', async () => {
  const startedMs = Date.now();
  const { code, said } = await download('0'.repeat(64), () => undefined);
  expect(code).toBe(1);
  expect(said).toContain('no answer in 1.5 s');
  expect(Date.now() - startedMs).toBeLessThan(15_000);
});
