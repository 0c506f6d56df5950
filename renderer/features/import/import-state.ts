import type { ImportFormat, ImportReport } from '../../../preload/contract/project.ts';

/** The import's sources; null while not chosen. */
export interface ImportSource {
  readonly captionsFile: string | null;
  readonly imagesDirectory: string | null;
  readonly format: ImportFormat | null;
}

export interface CompleteSource {
  readonly captionsFile: string;
  readonly imagesDirectory: string;
  readonly format: ImportFormat;
}

/** Returns the source if it is complete, otherwise null. */
export function completeSource(source: ImportSource): CompleteSource | null {
  const { captionsFile, imagesDirectory, format } = source;
  return captionsFile !== null && imagesDirectory !== null && format !== null
    ? { captionsFile, imagesDirectory, format }
    : null;
}

/** Fills what is not chosen with what was found in the chosen paths. */
export function mergeDetected(source: ImportSource, detected: ImportSource): ImportSource {
  return {
    captionsFile: source.captionsFile ?? detected.captionsFile,
    imagesDirectory: source.imagesDirectory ?? detected.imagesDirectory,
    format: detected.format ?? source.format,
  };
}

/** Replaces the parts found in the dropped paths and keeps the rest. */
export function mergeDropped(source: ImportSource, dropped: ImportSource): ImportSource {
  return {
    captionsFile: dropped.captionsFile ?? source.captionsFile,
    imagesDirectory: dropped.imagesDirectory ?? source.imagesDirectory,
    format: dropped.captionsFile === null ? source.format : dropped.format,
  };
}

/** Returns a message for dropped paths without anything to import; otherwise null. */
export function dropProblem(paths: readonly string[], dropped: ImportSource): string | null {
  if (dropped.captionsFile !== null || dropped.imagesDirectory !== null) return null;
  const names = paths.map((path) => path.split(/[/\\]/).at(-1)).join(', ');
  return `${names} cannot be imported. Drop a .json caption file, a folder of images, or both.`;
}

/** Counts the images that the import would add. */
export function importableImages(report: ImportReport): number {
  return Math.max(0, report.imagesFound - report.imagesAlreadyPresent.count);
}

export type Severity = 'bad' | 'warn' | 'neutral';

export interface FindingRow {
  readonly id: string;
  readonly title: string;
  /** Says what happens to these, or why they matter. */
  readonly detail: string;
  readonly severity: Severity;
  readonly count: number;
  readonly examples: readonly string[];
}

/** Lists the findings of a preview that are not zero, worst first. */
export function findingRows(report: ImportReport): readonly FindingRow[] {
  const row = (
    id: string,
    title: string,
    detail: string,
    severity: Severity,
    finding: ImportReport['imagesMissing'],
  ): FindingRow => ({ id, title, detail, severity, count: finding.count, examples: finding.examples });
  const rows = [
    row(
      'missing',
      'Missing images',
      'Listed in the caption file but not in the folder. Left out.',
      'bad',
      report.imagesMissing,
    ),
    row('unreadable', 'Unreadable images', 'Damaged or not images. Left out.', 'bad', report.imagesUnreadable),
    row('folders', 'Unreadable folders', 'Missing images may be in them.', 'bad', report.foldersUnreadable),
    row('orphans', 'Captions without an image', 'Left out.', 'bad', report.captionsWithoutImage),
    row(
      'leaks',
      'Captions shared between splits',
      'Captions of val or test that also appear in train. They inflate scores.',
      'warn',
      report.captionsAcrossSplits,
    ),
    row('empty', 'Empty captions', 'Left out.', 'warn', report.captionsEmpty),
    row(
      'duplicate',
      'Duplicate images',
      'Same content as another image of this import.',
      'warn',
      report.imagesDuplicate,
    ),
    row('present', 'Already in the project', 'Left unchanged.', 'neutral', report.imagesAlreadyPresent),
  ];
  return rows.filter((one) => one.count > 0);
}
