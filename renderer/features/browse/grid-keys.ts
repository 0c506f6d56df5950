/**
 * Returns the cell that a key moves the focus to, from `index` of `count` cells in `columns`, with `pageRows` rows
 * visible. Null when the key does not move it. The focus never leaves the grid and never wraps.
 *
 * @example moveFocus('ArrowDown', 3, 20, 6, 4) → 9
 */
export function moveFocus(key: string, index: number, count: number, columns: number, pageRows: number): number | null {
  if (count === 0) return null;
  const within = (next: number) => Math.min(count - 1, Math.max(0, next));
  /** Moves by whole rows and keeps the column, except in a short last row. */
  const byRows = (rows: number) => {
    const column = index % columns;
    const lastRow = Math.floor((count - 1) / columns);
    const row = Math.min(lastRow, Math.max(0, Math.floor(index / columns) + rows));
    return within(row * columns + column);
  };
  switch (key) {
    case 'ArrowRight':
    case 'j':
      return within(index + 1);
    case 'ArrowLeft':
    case 'k':
      return within(index - 1);
    case 'ArrowDown':
      return byRows(1);
    case 'ArrowUp':
      return byRows(-1);
    case 'PageDown':
      return byRows(Math.max(1, pageRows - 1));
    case 'PageUp':
      return byRows(-Math.max(1, pageRows - 1));
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
