import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';

/** The tools' caches between two runs; may be deleted at any time. */
const cache = 'node_modules/.cache/nadir';
const typescript = (name, ...more) => [
  'node_modules/typescript/bin/tsc',
  '--noEmit',
  '--incremental',
  '--tsBuildInfoFile',
  `${cache}/${name}.tsbuildinfo`,
  ...more,
];

/** The checks that need nothing but the sources, longest first: each a name and the arguments of Node. */
export const checks = [
  { name: 'types of engine and app', args: typescript('engine') },
  { name: 'types of the window', args: typescript('window', '-p', 'tsconfig.renderer.json') },
  {
    name: 'imports',
    args: [
      'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      'main',
      'preload',
      'renderer',
    ],
  },
  { name: 'lint and format', args: ['node_modules/@biomejs/biome/bin/biome', 'check'] },
];

/**
 * Runs `checks`, two at a time as on a machine of two cores, and tells of each as it ends: its time, and what it found when it
 * failed. Returns the names of those that failed.
 */
export async function runChecks(checkout, node, env, { list = checks, tell = console.log } = {}) {
  mkdirSync(path.join(checkout, cache), { recursive: true });
  const waiting = [...list];
  const failed = [];
  const lane = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const startedMs = performance.now();
      const { code, output } = await outputOf(node, check.args, { cwd: checkout, env });
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
      tell(`== ${check.name}: ${code === 0 ? 'done' : 'FAILED'} in ${seconds} s`);
      if (code === 0) continue;
      tell(output.trimEnd());
      failed.push(check.name);
    }
  };
  await Promise.all([lane(), lane()]);
  return failed;
}

function outputOf(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
