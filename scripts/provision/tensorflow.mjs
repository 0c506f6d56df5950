import { copyFileSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { cached, run, verify } from './cache.mjs';

const version = '2.21.0';
const wheel = {
  python: '3.11',
  platform: 'manylinux_2_27_x86_64',
  name: `tensorflow_cpu-${version}-cp311-cp311-manylinux_2_27_x86_64.whl`,
  checksum: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
};
const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/**
 * tfjs-node-gpu pins libtensorflow 2.9.1, which it downloads while installing. The same JavaScript runs on the library
 * inside the tensorflow-cpu wheel, with the package's own binding compiled against it.
 */
export function provisionTensorFlow(root, checkout, node) {
  const addon = path.join(checkout, 'node_modules/@tensorflow/tfjs-node-gpu');
  const folder = cached(root, `tensorflow-cpu-${version}-napi8`, (partial) => {
    run('Getting libtensorflow with pip', 'pip', [
      'download',
      '--no-deps',
      '--retries',
      '0',
      '--only-binary',
      ':all:',
      '--python-version',
      wheel.python,
      '--platform',
      wheel.platform,
      '-d',
      partial,
      `tensorflow-cpu==${version}`,
    ]);
    const archive = path.join(partial, wheel.name);
    verify(archive, wheel.checksum);
    run('Unpacking libtensorflow', 'python3', ['-m', 'zipfile', '-e', archive, path.join(partial, 'wheel')]);
    rmSync(archive);
    const from = path.join(partial, 'wheel', 'tensorflow');
    for (const library of libraries) copyFileSync(path.join(from, library), path.join(partial, library));
    const sources = readdirSync(path.join(addon, 'binding')).filter((file) => file.endsWith('.cc'));
    const headers = path.join(path.dirname(node), '..', 'include', 'node');
    run('Compiling the TensorFlow binding with g++', 'g++', [
      '-shared',
      '-fPIC',
      '-O2',
      '-std=c++17',
      '-DNAPI_VERSION=8',
      '-DNODE_GYP_MODULE_NAME=tfjs_binding',
      `-I${headers}`,
      `-I${path.join(from, 'include')}`,
      `-I${path.join(addon, 'binding')}`,
      ...sources.map((file) => path.join(addon, 'binding', file)),
      `-L${partial}`,
      ...libraries.map((library) => `-l:${library}`),
      '-Wl,-rpath,$ORIGIN',
      '-o',
      path.join(partial, 'tfjs_binding.node'),
    ]);
    rmSync(path.join(partial, 'wheel'), { recursive: true });
  });
  const target = path.join(addon, 'lib', 'napi-v8');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const file of [...libraries, 'tfjs_binding.node']) symlinkSync(path.join(folder, file), path.join(target, file));
  return folder;
}
