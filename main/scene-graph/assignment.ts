/**
 * One-to-one assignment of rows to columns with the greatest total, by the Hungarian method with potentials: O(rows² ·
 * columns). `scores[row][column]` in 0…1, where 0 means "may not be paired".
 * Returns the column of every row, -1 where it has none. Example: [[0.9, 1], [0, 0.95]] gives [0, 1] (1.85, not 1).
 */
export function assign(scores: readonly (readonly number[])[]): number[] {
  const rows = scores.length;
  const columns = scores[0]?.length ?? 0;
  const result = new Array<number>(rows).fill(-1);
  if (columns === 0) return result;
  // One dummy column per row lets a row stay alone at no gain.
  const width = columns + rows;
  const cost = (row: number, column: number) => (column < columns ? 1 - (scores[row]?.[column] ?? 0) : 1);
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(width + 1);
  const rowOf = new Int32Array(width + 1);
  for (let row = 1; row <= rows; row++) {
    const slack = new Float64Array(width + 1).fill(Number.POSITIVE_INFINITY);
    const previous = new Int32Array(width + 1);
    const used = new Uint8Array(width + 1);
    rowOf[0] = row;
    let column = 0;
    do {
      used[column] = 1;
      const current = rowOf[column]!;
      let step = Number.POSITIVE_INFINITY;
      let following = 0;
      for (let c = 1; c <= width; c++) {
        if (used[c] === 1) continue;
        const reduced = cost(current - 1, c - 1) - rowPotential[current]! - columnPotential[c]!;
        if (reduced < slack[c]!) {
          slack[c] = reduced;
          previous[c] = column;
        }
        if (slack[c]! < step) {
          step = slack[c]!;
          following = c;
        }
      }
      for (let c = 0; c <= width; c++) {
        if (used[c] === 1) {
          rowPotential[rowOf[c]!]! += step;
          columnPotential[c]! -= step;
        } else slack[c]! -= step;
      }
      column = following;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      const before = previous[column]!;
      rowOf[column] = rowOf[before]!;
      column = before;
    }
  }
  for (let column = 1; column <= columns; column++) {
    const row = rowOf[column]! - 1;
    if (row >= 0 && (scores[row]?.[column - 1] ?? 0) > 0) result[row] = column - 1;
  }
  return result;
}
