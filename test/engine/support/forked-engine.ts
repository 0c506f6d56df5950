import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fromWireError } from '../../../main/errors/wire-error.ts';
import type { WireError } from '../../../preload/contract/table.ts';

const entry = path.join(import.meta.dirname, 'engine-process.ts');

export interface ForkedEngine {
  readonly child: ChildProcess;
  call<T = unknown>(method: string, input: unknown): Promise<T>;
  /** SIGKILL, as a crash or a person ends it. Resolves when it is gone. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** An engine with workers that hang, in a process of its own. */
export async function forkEngine(directory: string): Promise<ForkedEngine> {
  const child = fork(entry, [], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { ...process.env, NADIR_TEST_FOLDER: directory },
  });
  await once(child, 'message');
  let last = 0;
  const call = <T>(method: string, input: unknown): Promise<T> => {
    last += 1;
    const id = last;
    return new Promise((resolve, reject) => {
      const listen = (answer: { id: number; output?: T; error?: WireError }): void => {
        if (answer.id !== id) return;
        child.off('message', listen);
        if (answer.error) reject(fromWireError(answer.error));
        else resolve(answer.output as T);
      };
      child.on('message', listen);
      child.send({ id, method, input });
    });
  };
  const end = async (how: () => unknown): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    await how();
    await gone;
  };
  return {
    child,
    call,
    kill: () => end(() => child.kill('SIGKILL')),
    close: () => end(async () => call('close', {}).then(() => child.disconnect())),
  };
}
