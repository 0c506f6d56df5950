import type { ImageRow } from './image-rows.ts';

/** Mean CIDEr over the images of one class. */
export interface ClassMean {
  readonly name: string;
  readonly images: number;
  readonly a: number;
  readonly b: number;
  /** B − A. */
  readonly difference: number;
}

/** Computes the mean of each class, largest loss of B first. Images without a class are left out. */
export function classMeans(rows: readonly ImageRow[]): readonly ClassMean[] {
  const sums = new Map<string, { images: number; a: number; b: number }>();
  for (const row of rows) {
    if (row.class === null) continue;
    const sum = sums.get(row.class) ?? { images: 0, a: 0, b: 0 };
    sums.set(row.class, { images: sum.images + 1, a: sum.a + row.ciderA, b: sum.b + row.ciderB });
  }
  return [...sums]
    .map(([name, { images, a, b }]) => ({ name, images, a: a / images, b: b / images, difference: (b - a) / images }))
    .sort((one, other) => one.difference - other.difference || one.name.localeCompare(other.name));
}
