import { readdirSync } from 'node:fs';
import path from 'node:path';

/** The two runs of the test runner: which files, by which configuration, and whether they need the built app and a display. */
export const suites = [
  {
    name: 'unit',
    config: 'vitest.config.ts',
    needsApp: false,
    mayNotSkip: false,
    holds: (file) => !/^test\/(?:e2e|packaging)\//.test(file),
  },
  {
    name: 'e2e',
    config: 'test/e2e/vitest.config.ts',
    needsApp: true,
    mayNotSkip: true,
    holds: (file) => /^test\/(?:e2e|packaging)\//.test(file),
  },
];

/** Test files of a suite whose path, from the checkout's root and with forward slashes, contains a pattern; all without one. */
export function matching(checkout, { holds }, patterns) {
  return readdirSync(path.join(checkout, 'test'), { recursive: true })
    .map((name) => `test/${name.split(path.sep).join('/')}`)
    .filter((file) => file.endsWith('.test.ts') && holds(file))
    .filter((file) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern)))
    .sort();
}
