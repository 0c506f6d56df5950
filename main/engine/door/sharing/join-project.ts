import { connect, type Socket } from 'node:net';
import { EngineClient } from '../client/engine-client.ts';
import type { EngineMessage } from '../client/messages.ts';
import { closed, type Door, readDoor } from './door-file.ts';
import { challengeSchema, handshakeBytes, handshakeMs, isProof, newNonce, proofOf } from './handshake.ts';
import { onLines, sendLine } from './json-lines.ts';

/** The largest answer: every caption of a large project's comparison. */
const largestAnswer = 512 * 2 ** 20;
const lookEveryMs = 100;

/** A project that another engine has open, as its guest uses it. */
export interface Membership {
  readonly client: EngineClient;
  /** Resolves when the connection has ended. */
  readonly gone: Promise<void>;
  /** Ends it. `whenGone` is not called then. */
  leave(): void;
}

/**
 * Joins the engine that has `projectFile` open. Null where none answers within `patienceMs`: it may be opening or closing
 * the project. Throws `already_open` for one that cannot be joined, saying why.
 */
export async function joinProject(
  projectFile: string,
  options: { readonly startsQueued: boolean; readonly patienceMs: number; readonly whenGone: () => void },
): Promise<Membership | null> {
  const until = performance.now() + options.patienceMs;
  for (;;) {
    const door = readDoor(projectFile);
    const membership = door && (await knock(door, options));
    if (membership) return membership;
    if (performance.now() >= until) return null;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

/** The error for a project that is open in a process that does not answer. */
export const notAnswering = (projectFile: string) =>
  closed(projectFile, 'in another Nadir window or command, which does not answer');

/** Null where nobody is behind the door (any more) or who is there does not know the secret. */
async function knock(
  { address, secret }: Door,
  { startsQueued, whenGone }: { readonly startsQueued: boolean; readonly whenGone: () => void },
): Promise<Membership | null> {
  const socket = connect(address);
  const welcomed = await shakeHands(socket, secret, startsQueued);
  if (!welcomed) {
    socket.destroy();
    return null;
  }
  let left = false;
  const client = new EngineClient({
    post: (request) => sendLine(socket, request),
    onMessage: (listener) => welcomed.listen(listener),
    onExit: (listener) => {
      socket.on('close', () => listener('the window or command that had the project open was closed'));
    },
    kill: () => socket.destroy(),
  });
  const gone = new Promise<void>((resolve) => {
    socket.on('close', () => {
      if (!left) whenGone();
      resolve();
    });
  });
  await client.ready;
  return {
    client,
    gone,
    leave() {
      left = true;
      socket.destroy();
    },
  };
}

interface Welcomed {
  /** Hands on the owner's messages, the first of which was its welcome. */
  listen(listener: (message: EngineMessage) => void): void;
}

function shakeHands(socket: Socket, secret: string, startsQueued: boolean): Promise<Welcomed | null> {
  return new Promise((resolve) => {
    const impatience = setTimeout(() => resolve(null), handshakeMs);
    const nonces = { guest: newNonce(), owner: '' };
    let isWelcome = false;
    const early: EngineMessage[] = [];
    let listener = (message: EngineMessage): void => void early.push(message);
    socket.on('error', () => resolve(null));
    socket.on('close', () => resolve(null));
    socket.on('connect', () => sendLine(socket, { nadir: 1, nonce: nonces.guest, startsQueued }));
    onLines(
      socket,
      () => (isWelcome ? largestAnswer : handshakeBytes),
      (message) => {
        if (isWelcome) {
          listener(message as EngineMessage);
          return;
        }
        const challenge = nonces.owner === '' ? challengeSchema.safeParse(message).data : undefined;
        if (challenge) {
          nonces.owner = challenge.nonce;
          if (isProof(challenge.proof, proofOf(secret, 'owner', nonces)))
            sendLine(socket, { proof: proofOf(secret, 'guest', nonces) });
          else resolve(null);
          return;
        }
        if (nonces.owner === '' || (message as { kind?: unknown } | null)?.kind !== 'ready') {
          resolve(null);
          return;
        }
        isWelcome = true;
        early.push(message as EngineMessage);
        clearTimeout(impatience);
        resolve({
          listen(wanted) {
            listener = wanted;
            for (const message of early.splice(0)) wanted(message);
          },
        });
      },
    );
  });
}
