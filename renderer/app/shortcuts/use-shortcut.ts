import { useEffect, useRef } from 'react';
import { isBare, matchesKeys } from './key-match.ts';
import { isMac } from './key-names.ts';
import { type ShortcutId, shortcutKeys } from './shortcuts.ts';

/** Returns true for elements that take typed text; bare keys belong to them. */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type);
}

/** Space and Enter press the focused control; a shortcut must not take them. */
function pressesControl(event: KeyboardEvent): boolean {
  if (event.key !== ' ' && event.key !== 'Enter') return false;
  const target = event.target instanceof HTMLElement ? event.target : null;
  return (
    target?.closest('button, a, summary, [role="checkbox"], [role="menuitem"], [role="tab"], [role="option"]') != null
  );
}

/**
 * Runs `act` when the shortcut is pressed anywhere in the window. It does nothing under an open dialog or menu, and
 * bare
 * keys do nothing while a text field has the focus. `act` may return false to leave the key to others.
 */
export function useShortcut(id: ShortcutId, act: (event: KeyboardEvent) => unknown, enabled = true): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (!enabled) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || !matchesKeys(event, shortcutKeys(id), isMac)) return;
      if (isBare(event) && (isTextField(event.target) || pressesControl(event))) return;
      if (
        document.querySelector('[role="dialog"][data-state="open"], [role="menu"], [role="listbox"][data-state="open"]')
      )
        return;
      if (latest.current(event) !== false) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [id, enabled]);
}
