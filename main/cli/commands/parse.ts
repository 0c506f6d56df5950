import path from 'node:path';
import type { Command } from 'commander';
import { terminalOf, withJson, withProject } from '../command.ts';
import { followJob, newJobId } from '../follow-job.ts';

/** parse */
export function parseCommand(program: Command): void {
  withJson(
    program
      .command('parse')
      .description('parse the captions that have no scene graph yet, and keep the graphs')
      .argument('<project>'),
  ).action(async (project: string, options: { json?: boolean }) => {
    const terminal = terminalOf(options);
    await withProject(path.resolve(project), async (session) => {
      const jobId = newJobId();
      const { result } = await followJob(session, terminal, { jobId }, () => session.api.graphs.parseAll({ jobId }));
      const { parser, texts, parsed, left, corrected } = result;
      if (left > 0) process.exitCode = 130;
      terminal.result(
        result,
        `${texts} different captions: ${parsed} parsed now by ${parser.title}, ${texts - parsed - left} were kept, ${left > 0 ? `${left} are left, ` : ''}${corrected} corrected by hand.`,
      );
    });
  });
}
