import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { DetectionFormat, DetectionReport } from '../../../preload/contract/detections.ts';
import { terminalOf, withJson, withProject } from '../command.ts';
import { columns } from '../terminal.ts';

interface DetectionOptions {
  readonly format: DetectionFormat;
  readonly file: string;
  readonly classes?: string;
  readonly name?: string;
  readonly minScore: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

function score(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError('it must be a number from 0 to 1.');
  return value;
}

function reportText(report: DetectionReport): string {
  const unknown = report.imagesUnknown;
  const rows: [string, number, string][] = [
    ['images', report.images, ''],
    ['not in the project', unknown.count, unknown.examples.join(', ')],
    ['boxes', report.boxes, ''],
    ['below the score', report.boxesBelowScore, ''],
    ...report.objects.map(({ name, count, images }): [string, number, string] => [
      `  ${name}`,
      count,
      `in ${images} image${images === 1 ? '' : 's'}`,
    ]),
  ];
  return columns(rows);
}

/** import-detections */
export function detectionCommands(program: Command): void {
  withJson(
    program
      .command('import-detections')
      .description("import a detector's results as object counts")
      .argument('<project>')
      .addOption(new Option('--format <format>').choices(['coco', 'dota', 'yolo']).makeOptionMandatory())
      .requiredOption('--file <path>', 'the COCO file, or the folder of text files')
      .option('--classes <file>', 'names of the classes: classes.txt, data.yaml, or a COCO file with categories')
      .option('--name <name>', 'a name for the results; results of the same name are replaced')
      .option('--min-score <score>', 'leave out boxes below, 0 to 1', score, 0.5)
      .option('--dry-run', 'report only, write nothing'),
  ).action(async (project: string, options: DetectionOptions) => {
    const terminal = terminalOf(options);
    await withProject(path.resolve(project), async ({ api }) => {
      const input = {
        format: options.format,
        file: path.resolve(options.file),
        classesFile: options.classes === undefined ? null : path.resolve(options.classes),
        name: options.name ?? null,
        minScore: options.minScore,
      };
      const isDry = options.dryRun === true;
      const report = isDry ? await api.detections.preview(input) : await api.detections.import(input);
      const end = isDry ? 'Nothing was written.' : `Imported as "${report.name}".`;
      terminal.result({ ...report, dryRun: isDry }, `${reportText(report)}\n${end}`);
    });
  });
}
