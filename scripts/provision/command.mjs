import { spawn } from 'node:child_process';

/** Debian packages of the programs that are called. */
const debianPackages = { 'g++': 'g++', npm: 'npm', pip: 'python3-pip', python3: 'python3', tar: 'tar' };

/**
 * Runs a program quietly and returns what it printed on stdout. Throws a sentence that says what it was for and holds
 * the last `keptLines` that it printed, or that the program is not there, or that it took too long.
 */
export function run(purpose, command, args, { cwd, env, timeoutMs, keptLines = 4 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
    const printed = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) child[name].on('data', (text) => (printed[name] += text));
    let late = false;
    const timer =
      timeoutMs &&
      setTimeout(() => {
        late = true;
        child.kill('SIGKILL');
      }, timeoutMs);
    child.on('error', (error) => {
      clearTimeout(timer);
      if (error.code !== 'ENOENT') return reject(error);
      const name = debianPackages[command];
      const how = name ? ` (Debian: sudo apt-get install ${name})` : '';
      const sentence = `${purpose} needs ${command}, which is not installed${how}`;
      reject(Object.assign(new Error(sentence), { notInstalled: true }));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) return resolve(printed.stdout);
      const reason = late
        ? `no answer in ${timeoutMs / 1000} s`
        : lastLines(printed.stderr || printed.stdout, keptLines);
      reject(new Error(`${purpose} failed: ${reason || `it ended with ${signal ?? code}`}`));
    });
  });
}

/** The last lines that say something; where in the code an error was thrown says nothing to a person. */
function lastLines(text, count) {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line && !/^\s+at /.test(line))
    .slice(-count)
    .join('\n');
}
