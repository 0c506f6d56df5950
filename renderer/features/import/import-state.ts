import type { ImportFormat, ImportReport } from '../../../preload/contract/project.ts';

/** What is to be imported; null is not chosen yet. */
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

/** The source once nothing is missing from it. */
export function completeSource(source: ImportSource): CompleteSource | null {
  const { captionsFile, imagesDirectory, format } = source;
  return captionsFile !== null && imagesDirectory !== null && format !== null
    ? { captionsFile, imagesDirectory, format }
    : null;
}

/** What a person chose wins; what was found in the chosen paths fills the rest. */
export function mergeDetected(source: ImportSource, detected: ImportSource): ImportSource {
  return {
    captionsFile: source.captionsFile ?? detected.captionsFile,
    imagesDirectory: source.imagesDirectory ?? detected.imagesDirectory,
    format: detected.format ?? source.format,
  };
}

/** What was dropped replaces what it names, and leaves the rest as it was. */
export function mergeDropped(source: ImportSource, dropped: ImportSource): ImportSource {
  return {
    captionsFile: dropped.captionsFile ?? source.captionsFile,
    imagesDirectory: dropped.imagesDirectory ?? source.imagesDirectory,
    format: dropped.captionsFile === null ? source.format : dropped.format,
  };
}

/** What to say of dropped paths that hold nothing to import; null when they hold something. */
export function dropProblem(paths: readonly string[], dropped: ImportSource): string | null {
  if (dropped.captionsFile !== null || dropped.imagesDirectory !== null) return null;
  const names = paths.map((path) => path.split(/[/\\]/).at(-1)).join(', ');
  return `${names}: a caption file is a .json file, and its images lie in a folder.`;
}

/** How many images an import of this report would add. */
export function importableImages(report: ImportReport): number {
  return Math.max(0, report.imagesFound - report.imagesAlreadyPresent.count);
}

export type Severity = 'bad' | 'warn' | 'neutral';

export interface FindingRow {
  readonly id: string;
  readonly title: string;
  /** What happens to these, or why they matter. */
  readonly detail: string;
  readonly severity: Severity;
  readonly count: number;
  readonly examples: readonly string[];
}

/** The findings of a dry run that are not zero, the worst first. */
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
      'Images missing',
      'Listed, but not in the folder. They are not imported.',
      'bad',
      report.imagesMissing,
    ),
    row('unreadable', 'Images unreadable', 'Damaged, or no images.', 'bad', report.imagesUnreadable),
    row('folders', 'Folders unreadable', 'Images that are missing may lie in them.', 'bad', report.foldersUnreadable),
    row('orphans', 'Captions without an image', 'Left out.', 'bad', report.captionsWithoutImage),
    row(
      'leaks',
      'Captions shared between splits',
      'Captions of val or test that stand word for word in train. They make scores look better than they are.',
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
    row('present', 'Already in the project', 'Left as they are.', 'neutral', report.imagesAlreadyPresent),
  ];
  return rows.filter((one) => one.count > 0);
}
