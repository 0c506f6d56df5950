import { expect, it } from 'vitest';
import { keyCaps } from '../../../../renderer/app/shortcuts/key-names.ts';

it('a shortcut is shown key by key, with the names on the caps', () => {
  expect(keyCaps('mod+shift+z', false)).toEqual(['Ctrl', 'Shift', 'Z']);
  expect(keyCaps('mod+shift+z', true)).toEqual(['⌘', '⇧', 'Z']);
  expect(keyCaps('escape', false)).toEqual(['Esc']);
});

it('the plus key is a key, not what separates keys', () => {
  expect(keyCaps('+', false)).toEqual(['+']);
});
