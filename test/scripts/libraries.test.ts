import { expect, it } from 'vitest';
import {
  aptName,
  missingLibraries,
  missingPackages,
  missingSentence,
  // @ts-expect-error the provisioning scripts are plain JavaScript: they run before anything is installed
} from '../../scripts/provision/libraries.mjs';

it('the libraries that ldd could not find are read from its lines', () => {
  const printed = [
    '\tlinux-vdso.so.1 (0x00007ffd)',
    '\tlibgtk-3.so.0 => not found',
    '\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)',
    '\tlibasound.so.2 => not found',
  ].join('\n');
  expect(missingLibraries(printed)).toEqual(['libgtk-3.so.0', 'libasound.so.2']);
});

it('a package counts as installed under its t64 name, and not when only its settings are left', () => {
  const printed = 'libgtk-3-0t64 installed\nlibnss3 installed\nxvfb config-files\n';
  expect(missingPackages(['libgtk-3-0', 'libnss3', 'xvfb', 'dbus'], printed)).toEqual(['xvfb', 'dbus']);
});

it('apt is asked for the t64 name only where the plain one has no candidate', () => {
  const debian13 = (name: string) => ['libasound2t64', 'xvfb'].includes(name);
  expect(aptName('libasound2', debian13)).toBe('libasound2t64');
  expect(aptName('xvfb', debian13)).toBe('xvfb');
  expect(aptName('unknown', debian13)).toBe('unknown');
});

it('the sentence names the libraries and the command that installs what holds them', () => {
  const sentence = missingSentence(['libgtk-3-0', 'xvfb'], ['libgtk-3.so.0']);
  expect(sentence).toContain('(libgtk-3.so.0)');
  expect(sentence).toContain('apt-get install -y --no-install-recommends libgtk-3-0 xvfb');
});
