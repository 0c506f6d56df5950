const CAPS: Readonly<Record<string, string>> = {
  mod: 'Ctrl',
  shift: 'Shift',
  alt: 'Alt',
  enter: 'Enter',
  escape: 'Esc',
  space: 'Space',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  home: 'Home',
  end: 'End',
  delete: 'Del',
  pageup: 'PgUp',
  pagedown: 'PgDn',
};
const MAC_CAPS: Readonly<Record<string, string>> = { mod: '⌘', shift: '⇧', alt: '⌥' };

/** True on a Mac, where `mod` is the command key. */
export const isMac = typeof navigator !== 'undefined' && /mac/i.test(navigator.userAgent);

/**
 * Returns the key caps of a shortcut.
 *
 * @example keyCaps('mod+shift+z') → ['Ctrl', 'Shift', 'Z']; keyCaps('+') → ['+']
 */
export function keyCaps(keys: string, mac: boolean = isMac): readonly string[] {
  return (keys === '+' ? ['+'] : keys.split('+'))
    .map((key) => key.toLowerCase())
    .map((key) => (mac ? MAC_CAPS[key] : undefined) ?? CAPS[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}
