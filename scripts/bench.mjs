import { readdirSync } from 'node:fs';
import path from 'node:path';
import { checkout, orExplain, provisionEngine } from './provision/provision.mjs';
import { buildIfNeeded, toolEnvironment } from './run/build.mjs';
import { supervise } from './run/supervise.mjs';
import { prepareWindow } from './run/window.mjs';

/** `npm run bench -- <name> [options]`: one of the scripts in bench/, with what it needs provided. */
const [name, ...options] = process.argv.slice(2);
const known = readdirSync(path.join(checkout, 'bench'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => path.basename(file, '.ts'));
if (!known.includes(name)) {
  console.error(`Nadir: npm run bench -- <name>, where the name is one of ${known.join(', ')}.`);
  process.exit(2);
}
const script = [
  '--disable-warning=ExperimentalWarning',
  '--disable-warning=DEP0044',
  path.join('bench', `${name}.ts`),
  ...options,
];

/** These drive the built app in its window. */
const windowed = new Set(['grid-scroll', 'window-training']);
if (windowed.has(name)) {
  const { node, env, stop } = await prepareWindow();
  await orExplain(() => buildIfNeeded(checkout, node));
  const code = await supervise(node, script, { cwd: checkout, env: toolEnvironment(node, env) });
  stop();
  process.exit(code);
}
const node = await orExplain(provisionEngine);
process.exit(await supervise(node, script, { cwd: checkout, env: toolEnvironment(node) }));
