import { spawn } from 'node:child_process';
import path from 'node:path';

const entry = path.join(import.meta.dirname, '../../../main/cli/main.ts');

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The one JSON document on standard output. */
  json<T>(): T;
}

/**
 * Runs the real command in `directory`, with user data of its own there, and returns how it ended. It gets one Ctrl-C
 * when `interruptWhen` first says so.
 */
export function runNadir(
  directory: string,
  args: readonly string[],
  interruptWhen: (stderr: string) => boolean = () => false,
): Promise<Finished> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry, ...args], {
    cwd: directory,
    env: {
      ...process.env,
      NADIR_USER_DATA: path.join(directory, 'user data'),
      NADIR_CACHE_DIRECTORY: path.join(directory, 'cache'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let interrupted = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (interrupted || !interruptWhen(stderr)) return;
    interrupted = true;
    child.kill('SIGINT');
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr, json: <T>() => JSON.parse(stdout) as T }));
  });
}
