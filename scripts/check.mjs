import { cacheRoot } from './provision/cache.mjs';
import { provisionNode } from './provision/node24.mjs';
import { checkout, orExplain } from './provision/provision.mjs';
import { toolEnvironment } from './run/build.mjs';
import { runChecks } from './test/checks.mjs';

/** `npm run check`: types, lint and format, imports. No build, no test. */
const node = await orExplain(() => provisionNode(cacheRoot(), checkout));
const startedMs = performance.now();
const failed = await runChecks(checkout, node, toolEnvironment(node));
const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
console.log(failed.length === 0 ? `All checks passed in ${seconds} s.` : `Failed: ${failed.join(', ')}.`);
process.exit(failed.length === 0 ? 0 : 1);
