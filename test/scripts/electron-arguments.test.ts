import { expect, it } from 'vitest';
// @ts-expect-error the scripts are plain JavaScript: they run before anything is installed
import { electronArguments, electronEnvironment, sandboxProblem } from '../../scripts/run/electron-arguments.mjs';

it('the sandbox stays on for everyone but root', () => {
  expect(electronArguments({ app: '/app', isRoot: false, isVirtualDisplay: false })).toEqual(['/app']);
  expect(electronArguments({ app: '/app', isRoot: true, isVirtualDisplay: false })).toEqual(['--no-sandbox', '/app']);
});

it('the GPU is left out on a virtual display, and what the person gave comes after the app', () => {
  expect(electronArguments({ app: '/app', isRoot: false, isVirtualDisplay: true, given: ['a.nadir'] })).toEqual([
    '--disable-gpu',
    '--log-level=3',
    '/app',
    'a.nadir',
  ]);
});

it('the app learns where Node 24 is and which display to use, and is never started as plain Node', () => {
  const env = { HOME: '/h', ELECTRON_RUN_AS_NODE: '1' };
  expect(electronEnvironment({ env, node: '/n', dist: '/e', display: ':7' })).toEqual({
    HOME: '/h',
    NADIR_NODE: '/n',
    ELECTRON_OVERRIDE_DIST_PATH: '/e',
    DISPLAY: ':7',
  });
  expect(electronEnvironment({ env: { DISPLAY: ':0' }, node: '/n', dist: '/e' }).DISPLAY).toBe(':0');
});

it('where user namespaces are restricted, the helper must be setuid root, and the sentence says how', () => {
  const plain = () => ({ uid: 1000, mode: 0o100755 });
  const setuid = () => ({ uid: 0, mode: 0o104755 });
  const restricted = () => true;
  expect(sandboxProblem('/e', false, restricted, plain)).toContain('sudo chown root /e/chrome-sandbox');
  expect(sandboxProblem('/e', false, restricted, setuid)).toBeUndefined();
  expect(sandboxProblem('/e', false, () => false, plain)).toBeUndefined();
  expect(sandboxProblem('/e', true, restricted, plain)).toBeUndefined();
});
