import path from 'node:path';
import { type Command, Option } from 'commander';
import type { ImportReport } from '../../../preload/contract/project.ts';
import { terminalOf, withJson, withProject, withSession } from '../command.ts';
import { followJob, newJobId } from '../follow-job.ts';
import { columns } from '../terminal.ts';

interface ImportOptions {
  readonly format: 'karpathy' | 'coco';
  readonly captions: string;
  readonly images: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

function reportText(report: ImportReport): string {
  const rows: [string, number, string][] = [
    ['images listed', report.imagesListed, ''],
    ['images found', report.imagesFound, ''],
    ['missing', report.imagesMissing.count, report.imagesMissing.examples.join(', ')],
    ['unreadable', report.imagesUnreadable.count, report.imagesUnreadable.examples.join(', ')],
    ['folders unreadable', report.foldersUnreadable.count, report.foldersUnreadable.examples.join(', ')],
    ['duplicate', report.imagesDuplicate.count, report.imagesDuplicate.examples.join(', ')],
    ['already in the project', report.imagesAlreadyPresent.count, ''],
    ['captions', report.captions, ''],
    ['empty captions', report.captionsEmpty.count, report.captionsEmpty.examples.join(', ')],
    ['captions without an image', report.captionsWithoutImage.count, ''],
    ['captions across splits', report.captionsAcrossSplits.count, report.captionsAcrossSplits.examples.join(' | ')],
    ...report.splits.map((split): [string, number, string] => [
      `split ${split.name}`,
      split.images,
      `${split.captions} captions`,
    ]),
  ];
  return columns(rows);
}

/** create, import and info. */
export function projectCommands(program: Command): void {
  withJson(program.command('create').description('make a new, empty project').argument('<project>')).action(
    async (project: string, options: { json?: boolean }) => {
      const info = await withSession((session) => session.api.project.create({ path: path.resolve(project) }));
      terminalOf(options).result(info, `Created ${info.path}`);
    },
  );

  withJson(
    program
      .command('import')
      .description('import captioned images')
      .argument('<project>')
      .addOption(new Option('--format <format>').choices(['karpathy', 'coco']).makeOptionMandatory())
      .requiredOption('--captions <file>', 'the caption file')
      .requiredOption('--images <folder>', 'the folder with the images')
      .option('--dry-run', 'report only, write nothing'),
  ).action(async (project: string, options: ImportOptions) => {
    const terminal = terminalOf(options);
    await withProject(path.resolve(project), async (session) => {
      const jobId = newJobId();
      const input = {
        format: options.format,
        captionsFile: path.resolve(options.captions),
        imagesDirectory: path.resolve(options.images),
        jobId,
      };
      const follow = <T>(work: () => Promise<T>) => followJob(session, terminal, { jobId }, work);
      if (options.dryRun) {
        const { result: report } = await follow(() => session.api.project.previewImport(input));
        terminal.result({ ...report, dryRun: true }, reportText(report));
        return;
      }
      const { images, captions, report } = (await follow(() => session.api.project.import(input))).result;
      terminal.result(
        { ...report, dryRun: false, imported: { images, captions } },
        `${reportText(report)}\nImported ${images} images and ${captions} captions.`,
      );
    });
  });

  withJson(
    program.command('info').description('contents of a project, and the device in use').argument('[project]'),
  ).action(async (project: string | undefined, options: { json?: boolean }) => {
    const terminal = terminalOf(options);
    await withSession(async (session) => {
      const info = project === undefined ? null : await session.api.project.open({ path: path.resolve(project) });
      // What the project holds is told even where no device answers; the exit code then says that half is missing.
      const device = await session.api.settings.device({}).catch((error: Error) => {
        terminal.message(`nadir: ${error.message}`);
        process.exitCode = 1;
        return null;
      });
      const lines = info
        ? [
            `${info.name}: ${info.images} images, ${info.captions} captions, ${info.runs} runs`,
            ...info.splits.map((split) => `  ${split.name}: ${split.images} images, ${split.captions} captions`),
            ...(info.missingImages > 0 ? [`  ${info.missingImages} images are not where they were`] : []),
          ]
        : [];
      if (device) {
        lines.push(`Device: ${device.device}, ${device.library} ${device.libraryVersion}. ${device.reason}`);
      }
      terminal.result({ project: info, device }, lines.join('\n'));
    });
  });
}
