import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program in this one's place: same terminal, signals passed on, and its exit code as the result (128 + number
 * when a signal ended it). On a terminal Ctrl-C reaches the whole group by itself, so SIGINT is not sent twice.
 */
export function supervise(command, args, { env = process.env, cwd, isTerminal = Boolean(process.stdin.isTTY) } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, cwd, stdio: 'inherit' });
    const handlers = forwarded.map((signal) => {
      const handler = () => (signal === 'SIGINT' && isTerminal ? undefined : child.kill(signal));
      process.on(signal, handler);
      return [signal, handler];
    });
    const settle = (finish) => {
      for (const [signal, handler] of handlers) process.off(signal, handler);
      finish();
    };
    child.on('error', (error) => settle(() => reject(error)));
    child.on('close', (code, signal) => settle(() => resolve(code ?? 128 + constants.signals[signal])));
  });
}
