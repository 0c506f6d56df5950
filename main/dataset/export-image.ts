/** An image with its captions, as the export formats need it. `exportId` is a number that is unique in the export. */
export interface ExportImage {
  readonly exportId: number;
  readonly fileName: string;
  readonly width: number;
  readonly height: number;
  readonly split: string;
  readonly class: string | null;
  readonly captions: readonly string[];
}

/**
 * The ids under which a project's images are exported: those of the file they came from when every image has one and
 * no two are alike, so that results can be scored against the original annotations; otherwise the project's own.
 */
export function exportIds(
  images: readonly { readonly id: number; readonly sourceId: string | null }[],
): ReadonlyMap<number, number> {
  const sourceIds = new Set(images.map(({ sourceId }) => sourceId));
  const usable = sourceIds.size === images.length && [...sourceIds].every((id) => id !== null && /^\d{1,15}$/.test(id));
  return new Map(images.map(({ id, sourceId }) => [id, usable ? Number(sourceId) : id]));
}
