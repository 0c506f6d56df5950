import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';

const checkout = path.join(import.meta.dirname, '../..');

/** Threads that TensorFlow takes, unless the caller's environment says otherwise. */
const threads = String(availableParallelism());

/**
 * Fixes what a figure depends on. To be called before TensorFlow is loaded, which reads these once; workers that are
 * forked later inherit them. Returns what holds.
 */
export function fixThreads(): Readonly<Record<string, string>> {
  process.env.TF_NUM_INTRAOP_THREADS ??= threads;
  process.env.TF_NUM_INTEROP_THREADS ??= '1';
  process.env.OMP_NUM_THREADS ??= threads;
  const { TF_NUM_INTRAOP_THREADS, TF_NUM_INTEROP_THREADS, OMP_NUM_THREADS } = process.env;
  return { TF_NUM_INTRAOP_THREADS, TF_NUM_INTEROP_THREADS, OMP_NUM_THREADS };
}

function git(...args: string[]): string {
  try {
    return execFileSync('git', args, { cwd: checkout, encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

/** Example: "1a2b3c4" or, with changes that were not committed, "1a2b3c4 with changes in 2 files". */
function commit(): string {
  const changed = git('status', '--porcelain').split('\n').filter(Boolean).length;
  const head = git('rev-parse', '--short=10', 'HEAD') || 'unknown';
  return changed === 0 ? head : `${head} with changes in ${changed} file${changed === 1 ? '' : 's'}`;
}

function packageVersion(name: string): string {
  const file = path.join(checkout, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/**
 * What a figure must be read with, one fact a line. The load is said because a busy machine measures slower: wall-clock
 * figures from a load near or above the number of cores mean little, CPU seconds still do.
 */
export function describeMachine(): string {
  const [load] = loadavg();
  const cores = availableParallelism();
  const busy = load! > cores / 2 ? ' (busy: trust CPU seconds, not wall seconds)' : '';
  const facts = {
    machine: `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cores} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    load: `${load!.toFixed(2)} at the start${busy}`,
    commit: commit(),
    versions: `Node ${process.versions.node}, tfjs-node ${packageVersion('@tensorflow/tfjs-node-gpu')}, better-sqlite3 ${packageVersion('better-sqlite3')}`,
    threads: Object.entries(fixThreads())
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
    date: new Date().toISOString(),
  };
  return Object.entries(facts)
    .map(([name, fact]) => `${name.padEnd(9)} ${fact}`)
    .join('\n');
}

export function heading(title: string): void {
  console.log(`# ${title}\n${describeMachine()}\n`);
}
