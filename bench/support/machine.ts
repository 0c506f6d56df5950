import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
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

/** Share of the processors' time that is taken, by whatever else runs here, watched for a second. 0.25 is a quarter. */
async function busyShare(): Promise<number> {
  const times = () => {
    const all = cpus().map(({ times: { user, nice, sys, idle, irq } }) => ({
      idle,
      sum: user + nice + sys + idle + irq,
    }));
    return { idle: all.reduce((sum, one) => sum + one.idle, 0), sum: all.reduce((sum, one) => sum + one.sum, 0) };
  };
  const before = times();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const after = times();
  return 1 - (after.idle - before.idle) / (after.sum - before.sum);
}

/** The circumstances of a figure, one fact a line. A busy machine is named: wall-clock figures from one mean little. */
export async function describeMachine(): Promise<string> {
  const busy = await busyShare();
  const note = busy > 0.2 ? ' (trust CPU seconds, not wall seconds)' : '';
  const cores = availableParallelism();
  const facts = {
    machine: `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cores} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    busy: `${(busy * 100).toFixed(0)} % by other programs, before the start${note}`,
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

export async function heading(title: string): Promise<void> {
  console.log(`# ${title}\n${await describeMachine()}\n`);
}
