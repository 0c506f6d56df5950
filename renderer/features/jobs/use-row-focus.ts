import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef } from 'react';

const rowsOf = (panel: HTMLElement) => [...panel.querySelectorAll<HTMLElement>('[data-job]')];
const buttonsOf = (row: HTMLElement) => [...row.querySelectorAll<HTMLElement>('button')];

/** The button of this row at the same place as in the last one, else its last one, else the row itself. */
function enter(row: HTMLElement | undefined, at = 0): void {
  if (!row) return;
  const buttons = buttonsOf(row);
  (buttons[Math.min(at, buttons.length - 1)] ?? row).focus();
  row.scrollIntoView({ block: 'nearest' });
}

/**
 * Arrows move between rows and between the buttons of a row; Home and End lead to the first and the last row. When what had
 * the focus goes (a job moved to another section, or was dismissed), the focus stays with its row or the one in its place.
 */
export function useRowFocus(panel: RefObject<HTMLElement | null>) {
  const last = useRef<{ readonly id: string; readonly at: number } | null>(null);

  useLayoutEffect(() => {
    const root = panel.current;
    if (!root || last.current === null || root.contains(document.activeElement)) return;
    // Only what vanished gives the focus to nobody; a person who clicked elsewhere gave it to something.
    if (document.activeElement !== document.body && document.activeElement !== null) return;
    const rows = rowsOf(root);
    const { id, at } = last.current;
    const same = rows.find((row) => row.dataset.job === id);
    if (same || rows.length > 0) enter(same ?? rows[Math.min(at, rows.length - 1)]);
    else root.focus();
  });

  return {
    onFocus: () => {
      const root = panel.current;
      const row = document.activeElement?.closest<HTMLElement>('[data-job]');
      const id = row?.dataset.job;
      last.current = root && row && id !== undefined ? { id, at: rowsOf(root).indexOf(row) } : null;
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      // The screen's own bare keys are not meant while the panel has the focus.
      if (event.key !== 'Escape') event.stopPropagation();
      const root = panel.current;
      if (!root) return;
      const rows = rowsOf(root);
      const row = document.activeElement?.closest<HTMLElement>('[data-job]') ?? null;
      const at = row === null ? -1 : rows.indexOf(row);
      const buttons = row === null ? [] : buttonsOf(row);
      const button = buttons.indexOf(document.activeElement as HTMLElement);
      const place = Math.max(0, button);
      if (event.key === 'ArrowDown') enter(rows[Math.min(at + 1, rows.length - 1)], place);
      else if (event.key === 'ArrowUp') enter(rows[Math.max(at - 1, 0)], place);
      else if (event.key === 'Home') enter(rows[0]);
      else if (event.key === 'End') enter(rows.at(-1));
      else if (event.key === 'ArrowRight') buttons[button + 1]?.focus();
      else if (event.key === 'ArrowLeft') buttons[button - 1]?.focus();
      else return;
      event.preventDefault();
    },
  };
}
