import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeSafetensors } from '../../main/checkpoint/safetensors.ts';
import type { StateDict } from '../../main/tensor/state-dict.ts';
import { temporaryFolder } from './dataset.ts';
import { median, type Timing } from './measure.ts';

/** The input for PyTorch: numbers by name, and the rest of the task as JSON. */
export interface TwinWork {
  readonly part: 'training' | 'decoding';
  readonly tensors: StateDict;
  readonly task: Readonly<Record<string, unknown>>;
}

interface TwinFigures {
  readonly torch: string;
  readonly threads: number;
  /** Seconds of each round. */
  readonly timings: Readonly<Record<string, { readonly wall: readonly number[]; readonly cpu: readonly number[] }>>;
}

/** Python that has torch and safetensors; undefined: nothing is compared. */
export const torchPython = process.env.NADIR_TORCH_PYTHON;

/** Runs a script of this folder, in a process of its own. Throws with its message where it fails. */
function measured(python: string, script: string, args: readonly string[]): TwinFigures {
  const { stdout, stderr, status, error } = spawnSync(python, [path.join(import.meta.dirname, script), ...args], {
    encoding: 'utf8',
    // Waiting threads sleep: spinning would be counted as work.
    env: { ...process.env, OMP_WAIT_POLICY: 'PASSIVE', PYTHONDONTWRITEBYTECODE: '1' },
  });
  if (status !== 0) throw new Error(`PyTorch could not be measured: ${error?.message ?? stderr.slice(-800)}`);
  return JSON.parse(stdout) as TwinFigures;
}

/** Our timings of the parts of some work, by the names that the script gives them. */
type OwnTimings = Readonly<Record<string, readonly Timing[]>>;

/**
 * The same work of nadir-mini in PyTorch: the script checks that its model says what ours did before it measures. Prints
 * its figures and the ratios. Without a Python nothing is printed.
 */
export function compareWithTorch({ part, tensors, task }: TwinWork, own: OwnTimings): void {
  if (!torchPython) return;
  const folder = temporaryFolder('torch');
  writeSafetensors(path.join(folder, 'work.safetensors'), tensors);
  writeFileSync(path.join(folder, 'task.json'), JSON.stringify(task));
  print(measured(torchPython, 'torch-nadir-mini.py', [part, folder]), own);
}

/** The same for a T5 of random weights that writes: numbers of inputs, their tokens, and tokens to write. */
export function compareGeneration(sizes: readonly [inputs: number, sources: number, targets: number], own: OwnTimings) {
  if (torchPython) print(measured(torchPython, 'torch-generation.py', sizes.map(String)), own);
}

/** PyTorch's figures and, for each part of the work, how many times its time ours take: below 1 we are faster. */
function print({ torch, threads, timings }: TwinFigures, own: OwnTimings): void {
  console.log(`PyTorch ${torch}, eager, ${threads} threads: the same model and work`);
  for (const [name, ours] of Object.entries(own)) {
    const theirs = timings[name]!;
    const wall = median(ours.map(({ wallMs }) => wallMs / 1000)) / median(theirs.wall);
    const cpu = median(ours.map(({ cpuMs }) => (cpuMs ?? 0) / 1000)) / median(theirs.cpu);
    console.log(`${name}`);
    console.log(`  wall s   ${theirs.wall.map((seconds) => seconds.toFixed(3)).join('  ')}`);
    console.log(`  CPU s    ${theirs.cpu.map((seconds) => seconds.toFixed(3)).join('  ')}`);
    console.log(`  ratio    ours ÷ PyTorch's, medians: wall ${wall.toFixed(2)}, CPU ${cpu.toFixed(2)}\n`);
  }
}
