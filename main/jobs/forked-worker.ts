import { fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { faultOf, inWords } from '../errors/faults-in-words.ts';
import type { WorkerStarter } from './worker-port.ts';
import { workerEventSchema } from './worker-protocol.ts';

const graceMs = 5_000;

/**
 * Starts workers as child processes of Node. `entry` is the worker's script, `node` the Node 24 binary (the running one
 * by default). What a worker prints goes to this process's standard error.
 *
 * A worker leads a process group of its own: Ctrl-C in a terminal reaches the whole group of the command, and would end a
 * worker that is to be asked to stop and save. It notices the end of this process by its closed channel.
 */
export function forkedWorkers(options: { entry: string; node?: string; env?: NodeJS.ProcessEnv }): WorkerStarter {
  return () => {
    const child = fork(options.entry, [], {
      execPath: options.node ?? process.execPath,
      // tfjs-node calls util.isArray, which Node 24 deprecates.
      execArgv: ['--disable-warning=ExperimentalWarning', '--disable-warning=DEP0044'],
      env: { ...process.env, ...options.env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    for (const stream of [child.stdout, child.stderr]) forwardOutput(stream, (line) => process.stderr.write(line));
    let sequence = 0;
    return {
      send(request) {
        if (!child.connected) return;
        sequence += 1;
        // A process that is just ending takes no messages; its exit is told below.
        child.send({ ...request, sequence }, () => undefined);
      },
      onEvent(listener) {
        child.on('message', (message) => {
          const event = workerEventSchema.safeParse(message, inWords);
          if (event.success) {
            listener(event.data);
            return;
          }
          // Thrown here it would end the engine: it is the worker that is at fault.
          const why = `The worker sent a message that does not follow the protocol: ${faultOf(event.error)}.`;
          listener({ type: 'failed', sequence: 0, code: 'internal', message: why });
          child.kill('SIGKILL');
        });
      },
      onExit(listener) {
        let told = false;
        const tell = (exit: { code: number | null; signal: string | null }) => {
          if (!told) listener(exit);
          told = true;
        };
        child.on('exit', (code, signal) => tell({ code, signal }));
        child.on('error', () => tell({ code: null, signal: null }));
      },
      kill() {
        child.kill('SIGTERM');
        setTimeout(() => child.kill('SIGKILL'), graceMs).unref();
      },
    };
  };
}

/** Lines that TensorFlow prints while it loads and that no setting silences. A person would take them for errors. */
const noise = [/^WARNING: All log messages before absl::InitializeLog\(\)/, /oneDNN custom operations are on/];

/** Hands on what a worker prints, line by line, without the library's noise. */
export function forwardOutput(from: Readable | null, write: (line: string) => void): void {
  if (!from) return;
  createInterface({ input: from, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
    if (!noise.some((pattern) => pattern.test(line))) write(`${line}\n`);
  });
}
