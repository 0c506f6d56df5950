import type { Output } from '../../../preload/contract/table.ts';

export type ImageRow = Output<'compare', 'table'>['images'][number];
export type ImageSort = 'loss' | 'gain' | 'name' | 'class';

/** Display name of each order; loss and gain are of B over A in each image's CIDEr. */
export const imageSortTitle: Readonly<Record<ImageSort, string>> = {
  loss: 'Largest loss',
  gain: 'Largest gain',
  name: 'File name',
  class: 'Class',
};

/** B − A. */
export const difference = (row: ImageRow): number => row.ciderB - row.ciderA;

/**
 * Sorts the rows of one class (all for null). Ties are ordered by image id. `fileNames` maps an image to its name;
 * images without one come last, by id.
 */
export function arrangeRows(
  rows: readonly ImageRow[],
  options: { sort: ImageSort; class: string | null; fileNames?: ReadonlyMap<number, string> },
): readonly ImageRow[] {
  const kept = options.class === null ? [...rows] : rows.filter((row) => row.class === options.class);
  const name = (row: ImageRow) => options.fileNames?.get(row.imageId) ?? `\uffff${row.imageId}`;
  const collator = new Intl.Collator('en', { numeric: true });
  const orders: Record<ImageSort, (a: ImageRow, b: ImageRow) => number> = {
    loss: (a, b) => difference(a) - difference(b),
    gain: (a, b) => difference(b) - difference(a),
    name: (a, b) => collator.compare(name(a), name(b)),
    class: (a, b) => collator.compare(a.class ?? '\uffff', b.class ?? '\uffff') || collator.compare(name(a), name(b)),
  };
  return kept.sort((a, b) => orders[options.sort](a, b) || a.imageId - b.imageId);
}

/** Counts the images of each class, sorted by name; images without a class are not counted. */
export function classCounts(rows: readonly ImageRow[]): readonly { readonly name: string; readonly images: number }[] {
  const counts = new Map<string, number>();
  for (const row of rows) if (row.class !== null) counts.set(row.class, (counts.get(row.class) ?? 0) + 1);
  return [...counts].map(([name, images]) => ({ name, images })).sort((a, b) => a.name.localeCompare(b.name));
}

/** Counts the images that B captions better, worse and the same, to a hundredth of CIDEr. */
export function tally(rows: readonly ImageRow[]): { better: number; worse: number; equal: number } {
  const better = rows.filter((row) => difference(row) >= 0.005).length;
  const worse = rows.filter((row) => difference(row) <= -0.005).length;
  return { better, worse, equal: rows.length - better - worse };
}
