/** The parts of a keyboard event that decide a shortcut. */
export interface KeyStroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/**
 * Returns true if a key stroke matches a shortcut such as `mod+shift+z`, `?` or `space`; `a|b` matches either. `mod`
 * is the command key on a Mac and Ctrl elsewhere. Shift is ignored for characters that need it, such as `?` or `+`.
 */
export function matchesKeys(stroke: KeyStroke, keys: string, mac: boolean): boolean {
  return keys.split('|').some((one) => matchesOne(stroke, one, mac));
}

function matchesOne(stroke: KeyStroke, keys: string, mac: boolean): boolean {
  const parts = keys === '+' ? ['+'] : keys.toLowerCase().split('+');
  const key = parts.at(-1);
  const pressed = stroke.key === ' ' ? 'space' : stroke.key.toLowerCase();
  if (pressed !== key) return false;
  const mod = mac ? stroke.metaKey : stroke.ctrlKey;
  const otherMod = mac ? stroke.ctrlKey : stroke.metaKey;
  if (mod !== parts.includes('mod') || otherMod || stroke.altKey !== parts.includes('alt')) return false;
  const symbol = pressed.length === 1 && !/[a-z0-9]/.test(pressed);
  return symbol || stroke.shiftKey === parts.includes('shift');
}

/** Returns true without Ctrl, command or Alt: such a shortcut must not act during typing. */
export function isBare(stroke: KeyStroke): boolean {
  return !stroke.ctrlKey && !stroke.metaKey && !stroke.altKey;
}
