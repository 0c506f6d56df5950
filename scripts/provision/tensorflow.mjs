import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cached, sha256, verify } from './cache.mjs';
import { run } from './command.mjs';
import { pipDownload } from './fetch.mjs';
import { ensureLink } from './link.mjs';
import { working } from './progress.mjs';
import { chooseBuild, inspectMachine } from './tensorflow-choice.mjs';

const version = '2.21.0';
const wheelTags = { python: '3.11', platform: 'manylinux_2_27_x86_64' };
const builds = {
  cpu: {
    project: 'tensorflow-cpu',
    bytes: 266e6,
    checksum: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  },
  // No pinned checksum: pip checks the file against the hash that the index gives for it, and the file's own is
  // recorded in build.json.
  cuda: { project: 'tensorflow', bytes: 573e6 },
};
const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
const files = [...libraries, 'tfjs_binding.node'];

/** The record beside the library that says which build it is and why: read by the app, so the name is fixed. */
export const recordName = 'nadir-build.json';

/**
 * tfjs-node-gpu pins libtensorflow 2.9.1, which it downloads while installing. The same JavaScript runs on the library
 * inside the TensorFlow wheels, with the package's own binding compiled against it. The CUDA wheel is taken where a
 * device and its libraries are, else the CPU one; the choice and its reason are written to `nadir-build.json`.
 */
export async function provisionTensorFlow(root, checkout, node) {
  const addon = path.join(checkout, 'node_modules/@tensorflow/tfjs-node-gpu');
  let { build, reason, insisted } = chooseBuild(inspectMachine());
  let folder;
  try {
    folder = await provisionBuild(root, addon, node, build);
  } catch (error) {
    if (build === 'cpu' || insisted) throw error;
    // A GPU nobody asked about must not keep the app from starting; the reason stays readable in the settings.
    reason = `an NVIDIA device is here, but the CUDA build could not be had: ${error.message.split('\n').at(-1)}`;
    build = 'cpu';
    console.error(`Nadir: ${reason}. Using the CPU build.`);
    folder = await provisionBuild(root, addon, node, build);
  }
  const target = path.join(addon, 'lib', 'napi-v8');
  mkdirSync(target, { recursive: true });
  for (const file of files) ensureLink(path.join(target, file), path.join(folder, file));
  const source = existsSync(path.join(folder, recordName))
    ? JSON.parse(readFileSync(path.join(folder, recordName), 'utf8'))
    : { wheel: `${builds[build].project}-${version}`, wheelSha256: builds[build].checksum };
  writeRecord(path.join(target, recordName), { library: 'libtensorflow', version, build, reason, ...source });
  return folder;
}

function writeRecord(file, record) {
  const text = `${JSON.stringify(record, null, 2)}\n`;
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}

async function provisionBuild(root, addon, node, build) {
  const { project, bytes, checksum } = builds[build];
  return cached(root, `${project}-${version}-napi8`, async (partial) => {
    const label = `${project} ${version} from the Python package index`;
    const archive = await working(label, { folder: partial, expectedBytes: bytes }, () => download(partial, project));
    if (checksum) await verify(archive, checksum);
    const wheelSha256 = checksum ?? (await sha256(archive));
    await working('unpacking libtensorflow and compiling its binding', {}, async () => {
      const wheel = path.join(partial, 'wheel');
      await run('Unpacking libtensorflow', 'python3', ['-m', 'zipfile', '-e', archive, wheel]);
      rmSync(archive);
      const from = path.join(wheel, 'tensorflow');
      for (const library of libraries) copyFileSync(path.join(from, library), path.join(partial, library));
      await compile(partial, addon, path.join(from, 'include'), node);
      rmSync(wheel, { recursive: true });
    });
    writeRecord(path.join(partial, recordName), { wheel: path.basename(archive), wheelSha256 });
  });
}

async function download(partial, project) {
  const options = ['--no-deps', '--no-cache-dir', '--retries', '0', '--timeout', '30', '--only-binary', ':all:'];
  const tags = ['--python-version', wheelTags.python, '--platform', wheelTags.platform];
  // pip unpacks in TMPDIR before it moves the wheel: inside the partial folder the bytes can be watched arriving.
  const env = { ...process.env, TMPDIR: partial };
  const what = `${project} ${version}`;
  await pipDownload(what, [...options, ...tags, '-d', partial, `${project}==${version}`], env);
  const wheel = readdirSync(partial).find((name) => name.endsWith('.whl'));
  if (!wheel) throw new Error(`${what} could not be had: pip left no wheel.`);
  return path.join(partial, wheel);
}

async function compile(folder, addon, include, node) {
  const binding = path.join(addon, 'binding');
  const headers = path.join(path.dirname(node), '..', 'include', 'node');
  await run('Compiling the TensorFlow binding', 'g++', [
    '-shared',
    '-fPIC',
    '-O2',
    '-std=c++17',
    '-DNAPI_VERSION=8',
    '-DNODE_GYP_MODULE_NAME=tfjs_binding',
    `-I${headers}`,
    `-I${include}`,
    `-I${binding}`,
    ...readdirSync(binding)
      .filter((file) => file.endsWith('.cc'))
      .map((file) => path.join(binding, file)),
    `-L${folder}`,
    ...libraries.map((library) => `-l:${library}`),
    '-Wl,-rpath,$ORIGIN',
    '-o',
    path.join(folder, 'tfjs_binding.node'),
  ]);
}
