import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { libraryVersion, tf } from '../../main/tensor/backend.ts';
import { computeDevice } from '../../main/tensor/device.ts';

it('names what tensors are computed on, and by which build of which version', () => {
  const { device, library, libraryVersion: version } = computeDevice();
  const isGpu = (tf.backend() as unknown as { isUsingGpuDevice: boolean }).isUsingGpuDevice;
  if (isGpu) expect(device).toBe('GPU (CUDA)');
  else expect(device).toMatch(new RegExp(`^CPU \\((.+, )?${availableParallelism()} threads?\\)$`));
  expect(library).toMatch(/^libtensorflow \((CPU|CUDA) build\)$/);
  expect(version).toBe(libraryVersion());
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});

it('says why in one sentence, as it was recorded when the library was chosen', () => {
  const { reason, library } = computeDevice();
  expect(reason).toMatch(/^[A-Z].+[^.]\.$/);
  expect(reason).not.toContain('undefined');
  if (library.includes('CPU')) expect(reason).toMatch(/^CPU, because |^How the library was chosen is not recorded\.$/);
});

it('makes no tensors', () => {
  const before = tf.memory().numTensors;
  computeDevice();
  expect(tf.memory().numTensors).toBe(before);
});
