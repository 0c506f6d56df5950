import { fork } from 'node:child_process';
import { AppError } from '../errors/app-error.ts';
import type { WorkerStarter } from './worker-port.ts';
import { workerEventSchema } from './worker-protocol.ts';

const graceMs = 5_000;

/**
 * Starts workers as child processes of Node. `entry` is the worker's script, `node` the Node 24 binary (the running one
 * by default). What a worker prints goes to this process's standard error.
 */
export function forkedWorkers(options: { entry: string; node?: string; env?: NodeJS.ProcessEnv }): WorkerStarter {
  return () => {
    const child = fork(options.entry, [], {
      execPath: options.node ?? process.execPath,
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    child.stdout?.pipe(process.stderr, { end: false });
    child.stderr?.pipe(process.stderr, { end: false });
    let sequence = 0;
    return {
      send(request) {
        if (!child.connected) return;
        sequence += 1;
        child.send({ ...request, sequence });
      },
      onEvent(listener) {
        child.on('message', (message) => {
          const event = workerEventSchema.safeParse(message);
          if (!event.success) {
            throw new AppError('internal', 'A worker sent a message that does not follow the protocol.', {
              cause: event.error,
            });
          }
          listener(event.data);
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
