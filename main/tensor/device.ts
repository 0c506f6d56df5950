import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus } from 'node:os';
import path from 'node:path';
import { libraryVersion, tf } from './backend.ts';

/** The device and library for tensors, and why. */
export interface ComputeDevice {
  readonly device: string;
  readonly library: string;
  readonly libraryVersion: string;
  readonly reason: string;
}

/** Looks at the loaded library and at the record that was written when it was chosen. */
export function computeDevice(): ComputeDevice {
  const isGpu = (tf.backend() as unknown as { isUsingGpuDevice: boolean }).isUsingGpuDevice;
  const record = buildRecord();
  const build = record?.build === 'cuda' ? 'libtensorflow (CUDA build)' : 'libtensorflow (CPU build)';
  return {
    device: isGpu ? 'GPU (CUDA)' : processor(),
    library: build,
    libraryVersion: libraryVersion(),
    reason: reasonFor(isGpu, record),
  };
}

interface BuildRecord {
  readonly build: string;
  readonly reason: string;
}

function reasonFor(isGpu: boolean, record: BuildRecord | null): string {
  if (!record) return 'How the library was chosen is not recorded.';
  if (record.build === 'cuda' && !isGpu)
    return 'The CUDA build is installed, but it found no device that it can use: see the driver.';
  return `${record.build === 'cuda' ? 'GPU' : 'CPU'}, because ${record.reason}.`;
}

function processor(): string {
  const model = cpus()[0]?.model.trim();
  const threads = availableParallelism();
  return `CPU (${model ? `${model}, ` : ''}${threads} ${threads === 1 ? 'thread' : 'threads'})`;
}

function buildRecord(): BuildRecord | null {
  const addon = path.dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json'));
  try {
    return JSON.parse(readFileSync(path.join(addon, 'lib/napi-v8/nadir-build.json'), 'utf8')) as BuildRecord;
  } catch {
    // A library that somebody put there by hand has no record; it works all the same.
    return null;
  }
}
