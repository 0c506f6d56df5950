import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockProject } from '../../../../main/store/project-lock.ts';
import { type ForkedEngine, forkEngine } from '../../support/forked-engine.ts';
import { smallProject } from '../../support/small-project.ts';
import { awkwardFolder, startEngine, type TestEngine } from '../../support/test-engine.ts';

let folder: ReturnType<typeof awkwardFolder>;
let project: string;
let engine: TestEngine;
let release: (() => void) | undefined;
let server: Server | undefined;
let owner: ForkedEngine | undefined;
const doorFile = () => `${project}.files/engine.json`;
const door = () => JSON.parse(readFileSync(doorFile(), 'utf8'));
const isRoot = process.getuid?.() === 0;

beforeEach(() => {
  folder = awkwardFolder();
  project = smallProject(folder.directory, [{ name: 'a.png', split: 'train', captions: ['A tree.'] }]);
  engine = startEngine(path.join(folder.directory, 'own'), undefined, { joinMs: 200 });
});
afterEach(async () => {
  await engine.engine.close();
  await owner?.kill();
  release?.();
  server?.close();
  [release, server, owner] = [undefined, undefined, undefined];
  folder.remove();
});

const open = () => engine.api.project.open({ path: project });
/** Somebody has the lock, and a door of this kind stands beside it. */
const lockedWith = (changes: Record<string, unknown>, mode = 0o600): void => {
  release = lockProject(project, `${project}.files`);
  const usual = {
    address: path.join(folder.directory, 's'),
    secret: 'a'.repeat(64),
    version: '0.1.0',
    host: 'h',
    pid: 1,
  };
  writeFileSync(doorFile(), JSON.stringify({ ...usual, ...changes }), { mode });
  chmodSync(doorFile(), mode);
};
/** A socket of this test's, and everything that is sent to it. */
const listen = async (address: string, onSocket: (socket: Socket) => void): Promise<void> => {
  server = createServer(onSocket);
  await new Promise<void>((resolve) => server!.listen(address, resolve));
};
const thisHost = async () => (await import('node:os')).hostname();
const thisVersion = async () => (await import('../../../../main/engine/door/sharing/door-file.ts')).nadirVersion;

it('the door file and the socket’s folder are this user’s alone, and both are gone after closing', async () => {
  await open();
  const { address } = door();
  expect(statSync(doorFile()).mode & 0o777).toBe(0o600);
  expect(statSync(path.dirname(address)).mode & 0o777).toBe(0o700);
  await engine.api.project.close({});
  expect([existsSync(doorFile()), existsSync(address)]).toEqual([false, false]);
});

it('a stale door and socket of a killed engine do not matter: its lock is taken over', async () => {
  owner = await forkEngine(path.join(folder.directory, 'owner'));
  await owner.call('project.open', { path: project });
  const stale = door();
  await owner.kill();
  expect(existsSync(doorFile())).toBe(true);
  await open();
  expect(door().address).not.toBe(stale.address);
});

it('a lock without a door, or with one behind which nobody is, is said to be open elsewhere', async () => {
  lockedWith({ host: await thisHost(), version: await thisVersion() });
  await expect(open()).rejects.toMatchObject({
    code: 'already_open',
    message: `${project} is open in another Nadir window or command, which does not answer. Close it there first.`,
  });
});

it('a door of another computer or version is not tried, and the message says which', async () => {
  lockedWith({ host: 'lab-3', version: await thisVersion() });
  await expect(open()).rejects.toThrow('is open on the computer "lab-3". Close it there first.');
  writeFileSync(doorFile(), JSON.stringify({ ...door(), host: await thisHost(), version: '9.0.0' }));
  await expect(open()).rejects.toThrow(`is open in Nadir 9.0.0, and this is ${await thisVersion()}`);
});

it('a door file that others can read, is a link or is not a door is not used', async () => {
  const heard: string[] = [];
  const address = path.join(folder.directory, 's');
  await listen(address, (socket) => socket.on('data', (data) => heard.push(String(data))));
  lockedWith({ address, host: await thisHost(), version: await thisVersion() }, 0o644);
  await expect(open()).rejects.toMatchObject({ code: 'already_open' });
  writeFileSync(doorFile(), '{"address": 3}', { mode: 0o600 });
  await expect(open()).rejects.toMatchObject({ code: 'already_open' });
  expect(heard).toEqual([]);
});

it('a socket in a folder that others can write to is not spoken to', async () => {
  const heard: string[] = [];
  const open2 = path.join(folder.directory, 'open');
  mkdirSync(open2);
  chmodSync(open2, 0o777);
  const address = path.join(open2, 's');
  await listen(address, (socket) => socket.on('data', (data) => heard.push(String(data))));
  lockedWith({ address, host: await thisHost(), version: await thisVersion() });
  await expect(open()).rejects.toMatchObject({ code: 'already_open' });
  expect(heard).toEqual([]);
});

it.runIf(isRoot)('a socket or a door file of another user is not used', async () => {
  const heard: string[] = [];
  const address = path.join(folder.directory, 's');
  await listen(address, (socket) => socket.on('data', (data) => heard.push(String(data))));
  lockedWith({ address, host: await thisHost(), version: await thisVersion() });
  chownSync(address, 12_345, 12_345);
  await expect(open()).rejects.toMatchObject({ code: 'already_open' });
  chownSync(doorFile(), 12_345, 12_345);
  await expect(open()).rejects.toThrow('is open by another user. Close it there first.');
  expect(heard).toEqual([]);
});

it('an owner that does not know the secret is left, and is told no proof', async () => {
  const heard: string[] = [];
  const address = path.join(folder.directory, 's');
  await listen(address, (socket) => {
    socket.on('data', (data) => {
      heard.push(String(data));
      socket.write(`${JSON.stringify({ nonce: 'b'.repeat(64), proof: 'c'.repeat(64) })}\n`);
    });
    socket.on('error', () => undefined);
  });
  lockedWith({ address, host: await thisHost(), version: await thisVersion() });
  await expect(open()).rejects.toMatchObject({ code: 'already_open' });
  expect(heard.length).toBeGreaterThan(0);
  expect(heard.every((line) => !line.includes('proof'))).toBe(true);
});

/** What a peer gets back that sends these lines; the connection must end. */
const spoken = (address: string, lines: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    let answer = '';
    const socket = connect(address, () => {
      for (const line of lines) socket.write(line);
    });
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });

it('a peer that sends no proof, a wrong one, no JSON, or too much gets nothing and is shown out', async () => {
  await open();
  const { address } = door();
  const hello = `${JSON.stringify({ nadir: 1, nonce: 'd'.repeat(64), startsQueued: true })}\n`;
  const request = `${JSON.stringify({ id: 1, method: 'project.info', input: {} })}\n`;
  const wrong = `${JSON.stringify({ proof: 'e'.repeat(64) })}\n`;
  for (const lines of [[request], ['GET / HTTP/1.1\r\n\r\n'], ['x'.repeat(5_000)], [wrong]])
    expect(await spoken(address, lines)).toBe('');
  for (const lines of [
    [hello, request],
    [hello, wrong, request],
    [hello, hello],
  ]) {
    const answer = await spoken(address, lines);
    expect(answer).toMatch(/^\{"nonce":"[0-9a-f]{64}","proof":"[0-9a-f]{64}"\}\n$/);
  }
  expect(engine.engine.guests()).toBe(0);
});

it('a guest cannot close or replace the owner’s project, nor change its settings', async () => {
  owner = await forkEngine(path.join(folder.directory, 'owner'));
  await owner.call('project.open', { path: project });
  const { joinProject } = await import('../../../../main/engine/door/sharing/join-project.ts');
  const membership = await joinProject(project, { startsQueued: false, patienceMs: 1_000, whenGone: () => undefined });
  for (const [method, input] of [
    ['project.close', {}],
    ['project.open', { path: '/etc/passwd' }],
    ['settings.update', { author: 'x' }],
    ['internal.close', {}],
    ['internal.hasJobs', {}],
    ['constructor.constructor', {}],
  ] as const)
    await expect(membership!.client.call(method, input)).rejects.toMatchObject({ code: 'unknown_id' });
  await expect(membership!.client.call('images.get', { id: 'one' })).rejects.toMatchObject({ code: 'bad_input' });
  membership!.leave();
});
