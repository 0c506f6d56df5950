import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** Lines that TensorFlow prints while it loads and that no setting silences. A person would take them for errors. */
const noise = [/^WARNING: All log messages before absl::InitializeLog\(\)/, /oneDNN custom operations are on/];

/** Hands on what a worker prints, line by line, without the library's noise. */
export function forwardOutput(from: Readable | null, write: (line: string) => void): void {
  if (!from) return;
  createInterface({ input: from, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
    if (!noise.some((pattern) => pattern.test(line))) write(`${line}\n`);
  });
}
