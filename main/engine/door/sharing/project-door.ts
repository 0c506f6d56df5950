import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { z } from 'zod';
import { AppError } from '../../../errors/app-error.ts';
import { toWireError } from '../../../errors/wire-error.ts';
import type { ProjectStore } from '../../../store/project-store.ts';
import type { EngineMessage } from '../client/messages.ts';
import type { ProjectListener } from '../engine-context.ts';
import type { EngineEvents } from '../engine-events.ts';
import { type Door, removeDoor, writeDoor } from './door-file.ts';
import { answerSchema, handshakeBytes, handshakeMs, helloSchema, isProof, newNonce, proofOf } from './handshake.ts';
import { onLines, sendLine } from './json-lines.ts';
import { sharedMethods } from './shared-methods.ts';
import { newSocketAddress } from './socket-place.ts';

const requestSchema = z.object({ id: z.int().nonnegative(), method: z.string().max(100), input: z.unknown() });

/** Guests are a window and a few commands. */
const mostGuests = 16;
/** The largest request: a long list of ids. */
const largestRequest = 16 * 2 ** 20;

export interface ProjectDoorOptions {
  readonly events: EngineEvents;
  /** Answers a method by its name, with the checks of the engine's other doors. */
  readonly call: (method: string, input: unknown) => Promise<unknown>;
  /** A guest watches the project: what waits from an earlier time may start. */
  readonly startQueued: () => void;
}

/**
 * The door through which other Nadir processes of the same person use the project that this engine has open: a socket in a
 * folder of their own, with a secret beside the project's lock. It opens and closes with the project.
 */
export class ProjectDoor implements ProjectListener {
  readonly #options: ProjectDoorOptions;
  readonly #guests = new Set<Socket>();
  readonly #sockets = new Set<Socket>();
  #open: {
    readonly store: ProjectStore;
    readonly server: Server;
    readonly door: Door;
    readonly stop: () => void;
  } | null = null;

  constructor(options: ProjectDoorOptions) {
    this.#options = options;
  }

  get guests(): number {
    return this.#guests.size;
  }

  async projectOpened(store: ProjectStore): Promise<void> {
    try {
      await this.#listen(store);
    } catch (error) {
      // The project can be used all the same, by this engine alone.
      console.error('Other Nadir processes cannot join this project:', error);
    }
  }

  async projectClosing(): Promise<void> {
    const open = this.#open;
    if (!open) return;
    this.#open = null;
    open.stop();
    removeDoor(open.store.file);
    const closed = new Promise<void>((resolve) => open.server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #listen(store: ProjectStore): Promise<void> {
    const address = newSocketAddress();
    const server = createServer((socket) => this.#welcome(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(address, () => resolve());
    });
    // It must not keep a command from ending.
    server.unref();
    server.on('error', (error) => console.error('The door of the project failed:', error));
    const stop = this.#options.events.on((name, payload) => {
      // Closing is not news to a guest: its connection ends, and it opens the project itself.
      if (name === 'project' && payload === null) return;
      for (const guest of this.#guests) sendLine(guest, { kind: 'event', name, payload } satisfies EngineMessage);
    });
    try {
      this.#open = { store, server, stop, door: writeDoor(store.file, address) };
    } catch (error) {
      stop();
      server.close();
      if (process.platform !== 'win32') rmSync(address, { force: true });
      throw error;
    }
  }

  #welcome(socket: Socket): void {
    const door = this.#open?.door;
    if (!door || this.#sockets.size >= mostGuests) {
      socket.destroy();
      return;
    }
    this.#sockets.add(socket);
    const impatience = setTimeout(() => socket.destroy(), handshakeMs);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      clearTimeout(impatience);
      this.#sockets.delete(socket);
      this.#guests.delete(socket);
    });
    const nonces = { guest: '', owner: newNonce() };
    let startsQueued = false;
    onLines(
      socket,
      () => (this.#guests.has(socket) ? largestRequest : handshakeBytes),
      (message) => {
        if (this.#guests.has(socket)) {
          this.#answer(socket, message);
          return;
        }
        const hello = nonces.guest === '' ? helloSchema.safeParse(message).data : undefined;
        if (hello) {
          nonces.guest = hello.nonce;
          startsQueued = hello.startsQueued;
          sendLine(socket, { nonce: nonces.owner, proof: proofOf(door.secret, 'owner', nonces) });
          return;
        }
        const answer = nonces.guest === '' ? undefined : answerSchema.safeParse(message).data;
        if (!answer || !isProof(answer.proof, proofOf(door.secret, 'guest', nonces))) {
          socket.destroy();
          return;
        }
        clearTimeout(impatience);
        this.#guests.add(socket);
        sendLine(socket, { kind: 'ready' } satisfies EngineMessage);
        if (startsQueued) this.#options.startQueued();
      },
    );
  }

  #answer(socket: Socket, message: unknown): void {
    const request = requestSchema.safeParse(message).data;
    if (!request) {
      socket.destroy();
      return;
    }
    const { id, method, input } = request;
    const answer = async (): Promise<unknown> => {
      if (sharedMethods.has(method)) return this.#options.call(method, input);
      throw new AppError('unknown_id', 'A guest of the project cannot call this method.');
    };
    answer().then(
      (output) => sendLine(socket, { kind: 'result', id, output } satisfies EngineMessage),
      (error) => {
        const wire = toWireError(error);
        if (wire.code === 'internal') console.error(`${method} failed`, error);
        sendLine(socket, { kind: 'error', id, error: wire } satisfies EngineMessage);
      },
    );
  }
}
