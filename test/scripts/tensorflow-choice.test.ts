import { expect, it } from 'vitest';
// @ts-expect-error the provisioning scripts are plain JavaScript: they run before anything is installed
import { chooseBuild, cudaLibraries, missingCudaLibraries } from '../../scripts/provision/tensorflow-choice.mjs';

it('the CUDA build needs a device and all its libraries', () => {
  const complete = { hasDevice: true, missingLibraries: [] };
  expect(chooseBuild(complete).build).toBe('cuda');
  expect(chooseBuild({ ...complete, hasDevice: false })).toMatchObject({
    build: 'cpu',
    reason: 'no NVIDIA device was found',
  });
  const lacking = chooseBuild({ hasDevice: true, missingLibraries: ['libcudnn.so.9'] });
  expect(lacking.build).toBe('cpu');
  expect(lacking.reason).toContain('libcudnn.so.9');
});

it('NADIR_TENSORFLOW settles the choice, and a misspelt one is refused', () => {
  expect(chooseBuild({ wanted: 'cuda', hasDevice: false, missingLibraries: [] })).toMatchObject({
    build: 'cuda',
    insisted: true,
  });
  expect(chooseBuild({ wanted: 'cpu', hasDevice: true, missingLibraries: [] }).build).toBe('cpu');
  expect(() => chooseBuild({ wanted: 'gpu', hasDevice: true, missingLibraries: [] })).toThrow('"cpu" or "cuda"');
});

it("a library is found in the loader's cache or in LD_LIBRARY_PATH", () => {
  const cache = cudaLibraries
    .slice(1)
    .map((name: string) => `\t${name} (libc6,x86-64) => /usr/lib/${name}`)
    .join('\n');
  const none = () => false;
  expect(missingCudaLibraries(cache, undefined, none)).toEqual([cudaLibraries[0]]);
  expect(missingCudaLibraries(cache, '/opt/cuda', (file: string) => file === `/opt/cuda/${cudaLibraries[0]}`)).toEqual(
    [],
  );
  expect(missingCudaLibraries('', '', none)).toEqual(cudaLibraries);
});
