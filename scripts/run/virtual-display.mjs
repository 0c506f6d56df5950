import { spawn } from 'node:child_process';

const startMs = 10_000;

/**
 * Starts Xvfb on a display number that it picks itself and returns `{display, stop}`, for example ":99". Our own rather
 * than xvfb-run, which keeps signals from reaching the app and picks numbers that two starts can share.
 */
export function startVirtualDisplay({ width = 1600, height = 1000 } = {}) {
  return new Promise((resolve, reject) => {
    const options = ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-noreset'];
    const server = spawn('Xvfb', options, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], detached: true });
    const stop = () => server.exitCode === null && server.kill('SIGTERM');
    const failed = (reason) => reject(new Error(`The virtual display (Xvfb) could not be started: ${reason}`));
    let complaints = '';
    server.stderr.on('data', (text) => (complaints += text));
    const timer = setTimeout(() => {
      stop();
      failed(`no answer in ${startMs / 1000} s. ${complaints.trim()}`);
    }, startMs);
    server.on('error', (error) => {
      clearTimeout(timer);
      failed(error.code === 'ENOENT' ? 'it is not installed (Debian package xvfb).' : error.message);
    });
    server.on('exit', (code) => {
      clearTimeout(timer);
      failed(`it ended with ${code}. ${complaints.trim()}`);
    });
    server.stdio[3].once('data', (number) => {
      clearTimeout(timer);
      // It must not keep this process alive, and it dies with it.
      server.unref();
      for (const stream of [server.stderr, server.stdio[3]]) stream.unref?.();
      process.on('exit', stop);
      resolve({ display: `:${String(number).trim()}`, stop });
    });
  });
}
