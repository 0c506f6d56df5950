import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheRoot } from './provision/cache.mjs';
import { provisionNode } from './provision/node24.mjs';
import { provisionTensorFlow } from './provision/tensorflow.mjs';

const checkout = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
try {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`Nadir is provisioned on linux-x64 so far; this machine is ${process.platform}-${process.arch}.`);
  }
  console.error('Nadir: Node 24 …');
  const node = provisionNode(cacheRoot(), checkout);
  console.error('Nadir: libtensorflow and its binding …');
  provisionTensorFlow(cacheRoot(), checkout, node);
  console.error(`Nadir: ready (cache: ${cacheRoot()})`);
} catch (error) {
  console.error(`Nadir could not be provisioned. ${error.message}`);
  process.exit(1);
}
