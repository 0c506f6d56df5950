import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Libraries that TensorFlow 2.21's CUDA build opens at run time: the driver, CUDA 12 and cuDNN 9. */
export const cudaLibraries = [
  'libcuda.so.1',
  'libcudart.so.12',
  'libcublas.so.12',
  'libcublasLt.so.12',
  'libcufft.so.11',
  'libcusolver.so.11',
  'libcusparse.so.12',
  'libcudnn.so.9',
];

/**
 * Which build of libtensorflow this machine gets, and the reason in one sentence for `nadir info` and the settings.
 * `wanted` is NADIR_TENSORFLOW: "cpu" or "cuda" settles it, empty lets the machine decide; anything else throws.
 * Example: no device → {build: 'cpu', reason: 'no NVIDIA device was found'}.
 */
export function chooseBuild({ wanted, hasDevice, missingLibraries }) {
  if (wanted && wanted !== 'cpu' && wanted !== 'cuda') {
    throw new Error(`NADIR_TENSORFLOW is "${wanted}"; it can be "cpu" or "cuda", or left out.`);
  }
  if (wanted) return { build: wanted, reason: `NADIR_TENSORFLOW asks for the ${wanted} build`, insisted: true };
  if (!hasDevice) return { build: 'cpu', reason: 'no NVIDIA device was found', insisted: false };
  if (missingLibraries.length > 0) {
    const reason = `an NVIDIA device is here, but not the libraries ${missingLibraries.join(', ')} (CUDA 12 and cuDNN 9)`;
    return { build: 'cpu', reason, insisted: false };
  }
  return { build: 'cuda', reason: 'an NVIDIA device, CUDA 12 and cuDNN 9 are here', insisted: false };
}

/** The CUDA libraries that the loader would not find, given `ldconfig -p`'s text and LD_LIBRARY_PATH. */
export function missingCudaLibraries(ldconfig, libraryPath, exists = existsSync) {
  const folders = (libraryPath ?? '').split(':').filter(Boolean);
  return cudaLibraries.filter(
    (name) => !ldconfig.includes(`\t${name} `) && !folders.some((folder) => exists(path.join(folder, name))),
  );
}

/** Looks at this machine: device files, the driver's tool, and the loader's cache. */
export function inspectMachine(env = process.env) {
  const text = (command, args) => {
    try {
      return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 10_000 });
    } catch {
      // Not there, or it found nothing: on a machine without a GPU that is the normal answer.
      return '';
    }
  };
  const hasDevice = existsSync('/dev/nvidia0') || /^GPU \d/m.test(text('nvidia-smi', ['-L']));
  const loader = existsSync('/sbin/ldconfig') ? '/sbin/ldconfig' : 'ldconfig';
  return {
    wanted: env.NADIR_TENSORFLOW || undefined,
    hasDevice,
    missingLibraries: hasDevice ? missingCudaLibraries(text(loader, ['-p']), env.LD_LIBRARY_PATH) : [],
  };
}
