import type { Events } from '../../preload/contract/table.ts';
import { EngineClient, type EnginePort } from '../engine/door/client/engine-client.ts';

const restartsPerMinute = 3;

type Broadcast = <K extends keyof Events>(event: K, payload: Events[K]) => void;

/**
 * Keeps one engine alive: when its process ends unasked it is started again, the project that was open is opened
 * again, and the window is told. After three ends within a minute it gives up and says so.
 */
export class EngineSupervisor {
  readonly #start: () => EnginePort;
  readonly #broadcast: Broadcast;
  #client: EngineClient;
  #projectPath: string | undefined;
  #ended: number[] = [];
  #closing = false;

  constructor(start: () => EnginePort, broadcast: Broadcast) {
    this.#start = start;
    this.#broadcast = broadcast;
    this.#client = this.#connect();
  }

  async call(method: string, input: unknown): Promise<unknown> {
    await this.#client.ready;
    const output = await this.#client.call(method, input);
    this.#remember(method, output);
    return output;
  }

  /** Lets running jobs save and ends the engine. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#client.call('internal.close', {}).catch(() => undefined);
    this.#client.kill();
  }

  #connect(): EngineClient {
    const port = this.#start();
    const client = new EngineClient(port);
    client.onEvent((name, payload) => this.#broadcast(name, payload as never));
    port.onExit((how) => this.#onExit(how));
    return client;
  }

  #remember(method: string, output: unknown): void {
    if (['project.create', 'project.open', 'project.openSample'].includes(method)) {
      this.#projectPath = (output as { path: string }).path;
    }
    if (method === 'project.close') this.#projectPath = undefined;
  }

  #onExit(how: string): void {
    if (this.#closing) return;
    const now = Date.now();
    this.#ended = [...this.#ended.filter((at) => now - at < 60_000), now];
    if (this.#ended.length > restartsPerMinute) {
      this.#broadcast('engine', {
        state: 'failed',
        message: `The engine ended ${this.#ended.length} times within a minute (last: ${how}). Restart Nadir; the project is safe on disk.`,
      });
      return;
    }
    this.#client = this.#connect();
    this.#reopen(how).catch((error: Error) => this.#broadcast('engine', { state: 'failed', message: error.message }));
  }

  async #reopen(how: string): Promise<void> {
    const path = this.#projectPath;
    if (path !== undefined) await this.call('project.open', { path });
    this.#broadcast('engine', {
      state: 'restarted',
      message: `The engine ended (${how}) and was started again. Everything that was saved is there.`,
    });
  }
}
